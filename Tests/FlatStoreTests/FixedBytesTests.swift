import FlatStore
import Foundation
import Testing

@Suite("Bytes that never change")
struct FixedBytesTests {
    @Test("A column is read inside its rows, and one that lies outside is not made")
    func columns() throws {
        let bytes = FixedBytes(copying: [1, 0, 0, 0, 2, 0, 0, 0, 255, 255, 255, 255])
        #expect(bytes.count == 12)
        let rows = try #require(bytes.rows(of: UInt32.self, at: 4, count: 2))
        #expect(rows[0] == 2)
        #expect(rows[1] == .max)
        #expect(rows.indices == 0..<2)
        #expect(bytes.rows(of: UInt32.self, at: 4, count: 3) == nil)
        #expect(bytes.rows(of: UInt32.self, at: 2, count: 1) == nil)
        #expect(bytes.rows(of: UInt32.self, at: -4, count: 1) == nil)
        #expect(bytes.rows(of: UInt32.self, at: 16, count: 0) == nil)
        #expect(bytes.rows(of: UInt64.self, at: 0, count: .max) == nil)
        #expect(bytes.rows(of: UInt32.self, at: 12, count: 0)?.count == 0)
    }

    @Test("A file that was read has the bytes and the hash of its copy")
    func read() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("fixed-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for count in [0, 1, 4_095, 4_096, 10_000] {
            let contents = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try Data(contents).write(to: URL(fileURLWithPath: path))
            let file = try FixedBytes(reading: path)
            let copy = FixedBytes(copying: contents)
            #expect(file.count == count)
            #expect(file.hash(from: 0) == copy.hash(from: 0))
            #expect(file.hash(from: count / 2) == copy.hash(from: count / 2))
            if count > 0 { #expect(file.hash(from: 0) != file.hash(from: 1)) }
        }
    }

    @Test("A file that is shortened and written anew afterwards changes nothing of what was read")
    func shortened() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("fixed-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        let contents = [UInt8](repeating: 7, count: 100_000)
        try Data(contents).write(to: URL(fileURLWithPath: path))
        let file = try FixedBytes(reading: path)
        let writer = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
        defer { try? writer.close() }
        try writer.truncate(atOffset: 0)
        #expect(file.hash(from: 0) == FixedBytes(copying: contents).hash(from: 0))
        try writer.write(contentsOf: [1, 2, 3])
        let last = try #require(file.rows(of: UInt8.self, at: 99_999, count: 1))
        #expect(last[0] == 7)
    }

    @Test("What cannot be read says why")
    func refused() {
        #expect(throws: FileReadFault(attempt: "open", code: ENOENT)) {
            try FixedBytes(reading: "/nonexistent")
        }
        #expect(throws: FileReadFault(attempt: "read", code: EINVAL)) {
            try FixedBytes(reading: "/")
        }
    }
}
