import ConsoleAPI

/// The shape of a JSON value, as a JSON Schema says it.
indirect enum Shape: Sendable {
    case string
    case text(pattern: String)
    /// One of a closed list of words.
    case word([String])
    /// RFC 3339 with milliseconds and offset.
    case time
    case integer(Int?, Int?)
    case number
    case flag
    case list(Shape)
    /// Or null.
    case optional(Shape)
    case named(String)
    case object([Member])
    /// An object whose names are ids, each with a value of this shape.
    case byID(Shape)

    static func integer(in range: ClosedRange<Int>) -> Shape {
        .integer(range.lowerBound, range.upperBound)
    }

    func write(into writer: inout JSONWriter) {
        switch self {
        case .named(let name):
            writer.object { $0.field("$ref", "#/components/schemas/\(name)") }
        case .optional(let shape):
            writer.object { object in
                object.array("anyOf") { array in
                    shape.write(into: &array)
                    array.object { $0.field("type", "null") }
                }
            }
        default:
            writer.object { writeMembers(into: &$0) }
        }
    }

    private func writeMembers(into object: inout JSONWriter) {
        switch self {
        case .string:
            object.field("type", "string")
        case .text(let pattern):
            object.field("type", "string")
            object.field("pattern", pattern)
        case .word(let words):
            object.field("type", "string")
            object.field("enum", words)
        case .time:
            object.field("type", "string")
            object.field("format", "date-time")
        case .integer(let least, let most):
            object.field("type", "integer")
            if let least { object.field("minimum", least) }
            if let most { object.field("maximum", most) }
        case .number:
            object.field("type", "number")
        case .flag:
            object.field("type", "boolean")
        case .list(let element):
            object.field("type", "array")
            object.name("items")
            element.write(into: &object)
        case .object(let members):
            writeObject(members, into: &object)
        case .byID(let element):
            object.field("type", "object")
            object.name("additionalProperties")
            element.write(into: &object)
        case .optional, .named:
            preconditionFailure("These shapes are written as a whole.")
        }
    }

    private func writeObject(_ members: [Member], into object: inout JSONWriter) {
        object.field("type", "object")
        object.object("properties") { properties in
            for member in members {
                properties.name(member.name)
                member.shape.write(into: &properties)
            }
        }
        let required = members.filter(\.isRequired).map(\.name)
        if !required.isEmpty { object.field("required", required) }
    }
}

/// A member of an object. Answers always carry theirs, null or not, unless marked otherwise.
struct Member: Sendable {
    let name: String
    let shape: Shape
    let isRequired: Bool

    init(_ name: String, _ shape: Shape, required: Bool = true) {
        self.name = name
        self.shape = shape
        isRequired = required
    }

    /// A member that may be absent.
    static func may(_ name: String, _ shape: Shape) -> Member {
        Member(name, shape, required: false)
    }
}
