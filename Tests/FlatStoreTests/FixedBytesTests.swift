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

    @Test("A mapped file has the bytes and the hash of its copy")
    func mapped() throws {
        let path = FileManager.default.temporaryDirectory
            .appendingPathComponent("mapped-\(UUID().uuidString)").path
        defer { try? FileManager.default.removeItem(atPath: path) }
        for count in [0, 1, 4_095, 4_096, 10_000] {
            let contents = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
            try Data(contents).write(to: URL(fileURLWithPath: path))
            let mapped = try FixedBytes(mapping: path)
            let copy = FixedBytes(copying: contents)
            #expect(mapped.count == count)
            #expect(mapped.hash(from: 0) == copy.hash(from: 0))
            #expect(mapped.hash(from: count / 2) == copy.hash(from: count / 2))
            if count > 0 { #expect(mapped.hash(from: 0) != mapped.hash(from: 1)) }
        }
    }

    @Test("What cannot be mapped says why")
    func refused() {
        #expect(throws: MappingFault(attempt: "open", code: ENOENT)) {
            try FixedBytes(mapping: "/nonexistent")
        }
        #expect(throws: MappingFault(attempt: "map", code: EINVAL)) {
            try FixedBytes(mapping: "/")
        }
    }
}
