internal import Foundation
internal import LinuxPlatform
internal import Rescue
internal import Synchronization
internal import ValveModel
internal import ValveWire

/// The rescue side's way in: replies, rosters and links of the centres.
package final class RescueIntake: Sendable {
    /// Longest body that is read: a roster of a hundred teams has 10 KiB.
    static let bodyCountMax = 65_536

    /// What a reply has to say is which incident and which step; anything else that is of a wrong
    /// type counts as not said, as in a valve's message.
    private struct ReplyBody: Decodable {
        var incident: String
        var team: String?
        var revision: Int?
        var reply: String
        var by: String?
        var text: String?

        private enum CodingKeys: String, CodingKey {
            case incident, team, revision, reply, by, text
        }

        init(from decoder: any Decoder) throws {
            let fields = try decoder.container(keyedBy: CodingKeys.self)
            incident = try fields.decode(String.self, forKey: .incident)
            reply = try fields.decode(String.self, forKey: .reply)
            team = try? fields.decode(String.self, forKey: .team)
            revision = try? fields.decode(Int.self, forKey: .revision)
            by = try? fields.decode(String.self, forKey: .by)
            text = try? fields.decode(String.self, forKey: .text)
        }
    }

    private struct RosterBody: Decodable {
        struct Team: Decodable {
            var id: String?
            var available: Bool?
            var location: Place?
            var at: Stamp?

            enum CodingKeys: CodingKey { case id, available, location, at }

            /// What cannot be read was not told; the rest of the row, and the other rows, were.
            init(from decoder: any Decoder) throws {
                guard let values = try? decoder.container(keyedBy: CodingKeys.self) else { return }
                id = try? values.decode(String.self, forKey: .id)
                available = try? values.decode(Bool.self, forKey: .available)
                location = try? values.decode(Place.self, forKey: .location)
                at = try? values.decode(Stamp.self, forKey: .at)
            }
        }
        struct Place: Decodable {
            var lat: Double
            var lon: Double
        }
        var at: Stamp
        var teams: [Team]
    }

    /// A time as the contract's examples leave it open: milliseconds since 1970, or RFC 3339 text.
    private struct Stamp: Decodable {
        var moment: Moment

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let number = try? container.decode(Double.self) {
                guard abs(number) < 1e15 else {
                    throw DecodingError.dataCorruptedError(
                        in: container, debugDescription: "out of range")
                }
                moment = Moment(milliseconds: Int64(number))
            } else if let read = Moment(rfc3339: try container.decode(String.self)) {
                moment = read
            } else {
                throw DecodingError.dataCorruptedError(in: container, debugDescription: "no time")
            }
        }
    }

    private struct LinkBody: Decodable { var online: Bool }

    private struct AnswerBody: Decodable {
        var incident: String
        var by: String?
        var text: String?
    }

    /// The last level of the topics that centres and parties write.
    private enum Channel: String {
        case reply, answer, roster, link

        /// What is said in a drill.
        var isOfDrills: Bool { self == .reply || self == .answer }

        /// Its body has not the shape of the contract.
        var invalid: RescueRefusal {
            switch self {
            case .reply: .replyInvalid
            case .answer: .answerInvalid
            case .roster: .rosterInvalid
            case .link: .linkInvalid
            }
        }
    }

    private let root: [String]
    private let drillRoot = DrillRoot.topic.split(separator: "/").map(String.init)
    private let mailbox: ControlMailbox
    private let rejects: Rejects
    private let clock: HouseClock
    private let road: BrokerRoad
    private let posted = Atomic<UInt64>(0)

    package init(
        root: String, mailbox: ControlMailbox, rejects: Rejects, clock: HouseClock,
        road: BrokerRoad
    ) {
        self.root = root.split(separator: "/", omittingEmptySubsequences: false).map(String.init)
        self.mailbox = mailbox
        self.rejects = rejects
        self.clock = clock
        self.road = road
    }

    /// Messages posted since the start.
    package var postedCount: UInt64 { posted.load(ordering: .acquiring) }

    /// Ends a batch: the control room says when all of it is on disk.
    package func batchEnded() { mailbox.post(.rescueCursor(postedCount)) }

    /// Takes one message. Called on the rescue lane's thread.
    package func arrived(topic: Span<UInt8>, body: Span<UInt8>) {
        if road.hears(topic: topic, body: body, at: clock.now()) { return }
        posted.wrappingAdd(1, ordering: .releasing)
        guard !body.isEmpty else { return }
        let levels = Self.text(topic, 256).split(separator: "/", omittingEmptySubsequences: false)
            .map(String.init)
        guard levels.count >= 2, body.count <= Self.bodyCountMax,
            levels.dropLast(2) == root[...] || levels.dropLast(2) == drillRoot[...]
        else { return refuse(.topicShape, topic, body) }
        let isDrill = levels.dropLast(2) != root[...]
        let centre = levels[levels.count - 2]
        guard let channel = Channel(rawValue: levels[levels.count - 1]),
            !isDrill || channel.isOfDrills
        else { return refuse(.topicShape, topic, body) }
        guard JSONText.isObject(body) else { return refuse(channel.invalid, topic, body) }
        let data = Data(Self.bytes(body))
        do {
            switch channel {
            case .answer: try takeAnswer(centre, data, isDrill: isDrill)
            case .reply: try takeReply(centre, data, topic, body, isDrill: isDrill)
            case .roster: try takeRoster(centre, data, topic, body)
            case .link:
                let link = try JSONDecoder().decode(LinkBody.self, from: data)
                mailbox.post(.centreLink(centre: centre, isOnline: link.online))
            }
        } catch {
            refuse(channel.invalid, topic, body)
        }
    }

    private func takeReply(
        _ centre: String, _ data: Data, _ topic: Span<UInt8>, _ body: Span<UInt8>, isDrill: Bool
    ) throws {
        let reply = try JSONDecoder().decode(ReplyBody.self, from: data)
        guard let word = DeskReply.Word(rawValue: reply.reply) else {
            return refuse(.replyUnknown, topic, body)
        }
        let read = DeskReply(
            centre: centre, incident: reply.incident, team: reply.team, revision: reply.revision,
            word: word, by: reply.by.map { $0.trimmingCharacters(in: .whitespacesAndNewlines) },
            text: reply.text)
        mailbox.post(isDrill ? .drillReply(read) : .reply(read))
    }

    private func takeAnswer(_ party: String, _ data: Data, isDrill: Bool) throws {
        let answer = try JSONDecoder().decode(AnswerBody.self, from: data)
        mailbox.post(
            .partyAnswer(
                PartyAnswer(
                    incident: answer.incident, party: party, by: answer.by, text: answer.text,
                    isDrill: isDrill)))
    }

    private func takeRoster(
        _ centre: String, _ data: Data, _ topic: Span<UInt8>, _ body: Span<UInt8>
    ) throws {
        let roster = try JSONDecoder().decode(RosterBody.self, from: data)
        let lines = roster.teams.map { team in
            let id = team.id.flatMap { Self.isTeamName($0) ? $0 : nil }
            return RosterLine(
                team: id ?? RosterLine.unreadable, isAvailable: id == nil ? nil : team.available,
                place: team.location.map { Coordinate(latitude: $0.lat, longitude: $0.lon) }
                    .flatMap { $0.isValid ? $0 : nil },
                at: team.at?.moment ?? roster.at.moment)
        }
        if lines.contains(where: { $0.isAvailable == nil }) {
            refuse(.rosterTeamInvalid, topic, body)
        }
        mailbox.post(.roster(centre: centre, sentAt: roster.at.moment, lines))
    }

    /// A team's id is said on screens, in answers and by mouth: up to 64 characters without blanks,
    /// control characters or what topics are made of.
    private static func isTeamName(_ id: String) -> Bool {
        (1...64).contains(id.utf8.count)
            && id.unicodeScalars.allSatisfy { scalar in
                !"/+#\"".unicodeScalars.contains(scalar) && !scalar.properties.isWhitespace
                    && scalar.properties.generalCategory != .control
            }
    }

    private func refuse(_ reason: RescueRefusal, _ topic: Span<UInt8>, _ body: Span<UInt8>) {
        rejects.count(.rescue(reason), topic: topic, body: body, at: clock.now())
    }

    private static func bytes(_ span: Span<UInt8>) -> [UInt8] {
        var bytes: [UInt8] = []
        bytes.reserveCapacity(span.count)
        for index in 0..<span.count { bytes.append(span[index]) }
        return bytes
    }

    private static func text(_ span: Span<UInt8>, _ countMax: Int) -> String {
        String(decoding: bytes(span).prefix(countMax), as: UTF8.self)
    }
}
