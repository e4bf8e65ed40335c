internal import Foundation

/// What was done to the files of a directory, in order, as the recording layer wrote it down.
struct DiskTrace: Sendable {
    enum Operation: Equatable, Sendable {
        case create(String)
        case write(String, offset: Int, bytes: [UInt8])
        case truncate(String, size: Int)
        case sync(String)
        case syncDirectory
        case delete(String)
        /// A number of the test's: what it had reached at this place of the order.
        case note(Int)
    }

    var operations: [Operation] = []

    /// Reads a record.
    init(path: String) throws {
        let record = [UInt8](try Data(contentsOf: URL(fileURLWithPath: path)))
        var place = 0
        while place + 14 <= record.count {
            func number(_ start: Int, _ count: Int) -> Int {
                (0..<count).reduce(0) { $0 | Int(record[start + $1]) << (8 * $1) }
            }
            let nameStart = place + 14
            let bytesStart = nameStart + Int(record[place + 1])
            let end = bytesStart + number(place + 2, 4)
            let offset = number(place + 6, 8)
            guard end <= record.count else { throw TraceFault(place: place) }
            let name = String(decoding: record[nameStart..<bytesStart], as: UTF8.self)
            switch record[place] {
            case 1: operations.append(.create(name))
            case 2:
                operations.append(
                    .write(name, offset: offset, bytes: Array(record[bytesStart..<end])))
            case 3: operations.append(.truncate(name, size: offset))
            case 4: operations.append(.sync(name))
            case 5: operations.append(.syncDirectory)
            case 6: operations.append(.delete(name))
            case 7: operations.append(.note(offset))
            default: throw TraceFault(place: place)
            }
            place = end
        }
        guard place == record.count else { throw TraceFault(place: place) }
    }
}

/// A record that cannot be read: the rig itself is broken.
struct TraceFault: Error, CustomStringConvertible {
    var place: Int
    var description: String { "The record of the disk cannot be read at byte \(place)." }
}
