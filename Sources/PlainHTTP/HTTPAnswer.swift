/// A whole answer.
package struct HTTPAnswer: Sendable {
    /// The status code, such as 200.
    package var status: Int
    /// Header fields in the order they came.
    package var headers: [(name: String, value: String)]
    package var body: [UInt8]

    package init(status: Int, headers: [(name: String, value: String)], body: [UInt8]) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The first field of that name, whatever its case.
    package func header(_ name: String) -> String? {
        let wanted = name.lowercased()
        return headers.first { $0.name.lowercased() == wanted }?.value
    }

    /// The body read as UTF-8.
    package var text: String { String(decoding: body, as: UTF8.self) }
}
