/// What somebody beside the centres was told of an incident, and how far it has come.
package struct NoticeView: Decodable, Equatable, Sendable, JSONWritable {
    /// One way, such as a short message.
    package struct Way: Decodable, Equatable, Sendable {
        package var medium: String
        package var state: String
        /// Number of the newest message.
        package var message: Int
        package var at: String
        package var fault: String?

        package init(medium: String, state: String, message: Int, at: String, fault: String?) {
            self.medium = medium
            self.state = state
            self.message = message
            self.at = at
            self.fault = fault
        }
    }

    package var party: String
    package var state: String
    package var conditions: [String]
    package var raisedAt: String
    /// Until when a duty officer has to press, where one has to.
    package var pressBy: String?
    package var pressedBy: String?
    package var answeredAt: String?
    package var answeredBy: String?
    package var answer: String?
    package var overAt: String?
    package var ways: [Way]

    package init(
        party: String, state: String, conditions: [String], raisedAt: String, ways: [Way]
    ) {
        self.party = party
        self.state = state
        self.conditions = conditions
        self.raisedAt = raisedAt
        self.ways = ways
    }

    package func write(into writer: inout JSONWriter) {
        writer.object { object in
            object.field("party", party)
            object.field("state", state)
            object.field("conditions", conditions)
            object.field("raisedAt", raisedAt)
            object.field("pressBy", pressBy)
            object.field("pressedBy", pressedBy)
            object.field("answeredAt", answeredAt)
            object.field("answeredBy", answeredBy)
            object.field("answer", answer)
            object.field("overAt", overAt)
            object.array("ways") { array in
                for way in ways {
                    array.object {
                        $0.field("medium", way.medium)
                        $0.field("state", way.state)
                        $0.field("message", way.message)
                        $0.field("at", way.at)
                        $0.field("fault", way.fault)
                    }
                }
            }
        }
    }
}

/// Body of `POST incidents/{id}/parties/{party}`: from a desk, or from a gateway.
package struct PartyRequest: Codable, Equatable, Sendable {
    package var by: String
    /// `tell`, `answered`, `delivered` or `failed`.
    package var word: String
    /// By what, for `delivered` and `failed`.
    package var medium: String?
    /// Number of the message, for `delivered` and `failed`; the newest when absent.
    package var number: Int?
    package var note: String?

    package init(by: String, word: String) {
        self.by = by
        self.word = word
    }

    package static let words = ["tell", "answered", "delivered", "failed"]
    package static let media = ["mqtt", "webhook", "sms", "voice"]
}
