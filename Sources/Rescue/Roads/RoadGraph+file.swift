public import FlatStore

/// Why a file is not used as a road graph.
public enum RoadFileFault: Error, Equatable, Sendable {
    /// It does not begin like one.
    case foreign
    /// It was written by another version of this program.
    case version(UInt32)
    /// It was written on a machine with another order of bytes.
    case byteOrder
    /// It ends too early or too late.
    case length(expected: Int, found: Int)
    /// Its bytes are not those that were written.
    case damaged
    /// Its parts do not fit together: what and where.
    case inconsistent(String)

    /// What is wrong, for the person who named the file.
    public var words: String {
        switch self {
        case .foreign: "is no road graph: it was not written by gaswatch roads import"
        case .version(let version):
            "has version \(version) of the format, and this program reads version "
                + "\(RoadFile.version)"
        case .byteOrder: "was written on a machine with another order of bytes"
        case .length(let expected, let found):
            "has \(found) bytes and should have \(expected): it was not copied whole"
        case .damaged: "is damaged: its checksum is not that of its bytes"
        case .inconsistent(let what): "is not consistent: \(what)"
        }
    }
}

/// The layout of the file: a head of 64 bytes and fifteen columns, each on a multiple of 8 bytes.
enum RoadFile {
    /// `GASROADS` as it lies in the file.
    static let magic = Array("GASROADS".utf8)
    static let version: UInt32 = 1
    static let byteOrder: UInt32 = 0x0102_0304
    static let headByteCount = 64
    /// Where the bytes begin that the checksum is of.
    static let checkedFrom = 32
    /// More than the roads of all China have; a larger count is not a count.
    static let rowsMax: UInt32 = 1 << 30

    /// Where each column begins, and the length of the whole.
    struct Columns {
        private(set) var offsets: [Int] = []
        private(set) var end = RoadFile.headByteCount

        init(nodes: Int, edges: Int, segments: Int, points: Int) {
            let four = [
                nodes, nodes, nodes + 1, edges, edges, edges, segments, segments, segments,
                segments, segments + 1, segments,
            ]
            for rows in four { add(rows * 4) }
            add(segments * 8)
            add(points * 4)
            add(points * 4)
        }

        private mutating func add(_ byteCount: Int) {
            offsets.append(end)
            end += (byteCount + 7) / 8 * 8
        }
    }
}

extension RoadGraph {
    /// Reads a graph where it lies. Everything is checked once, so that nothing that is read later
    /// can point outside: a file of a hundred thousand segments takes a few milliseconds.
    public init(_ bytes: FixedBytes) throws(RoadFileFault) {
        guard let magic = bytes.rows(of: UInt8.self, at: 0, count: 8),
            let words = bytes.rows(of: UInt32.self, at: 8, count: 14),
            let checks = bytes.rows(of: UInt64.self, at: 16, count: 2),
            magic.indices.allSatisfy({ magic[$0] == RoadFile.magic[$0] })
        else { throw .foreign }
        guard words[1] == RoadFile.byteOrder else { throw .byteOrder }
        guard words[0] == RoadFile.version else { throw .version(words[0]) }
        let counts = (6...9).map { words[$0] }
        guard counts.allSatisfy({ $0 < RoadFile.rowsMax }) else { throw .damaged }
        let columns = RoadFile.Columns(
            nodes: Int(counts[0]), edges: Int(counts[1]), segments: Int(counts[2]),
            points: Int(counts[3]))
        guard columns.end == bytes.count, checks[1] == UInt64(columns.end) else {
            throw .length(expected: columns.end, found: bytes.count)
        }
        guard bytes.hash(from: RoadFile.checkedFrom) == checks[0] else { throw .damaged }
        try self.init(bytes, columns, counts.map { Int($0) })
        try check()
    }

    private init(
        _ bytes: FixedBytes, _ columns: RoadFile.Columns, _ counts: [Int]
    ) throws(RoadFileFault) {
        func column<Row: BitwiseCopyable>(
            _ place: Int, _ count: Int
        ) throws(RoadFileFault) -> FixedRows<Row> {
            let rows = bytes.rows(of: Row.self, at: columns.offsets[place], count: count)
            guard let rows else { throw .inconsistent("column \(place) lies outside") }
            return rows
        }
        nodeCount = counts[0]
        edgeCount = counts[1]
        segmentCount = counts[2]
        latitudes = try column(0, counts[0])
        longitudes = try column(1, counts[0])
        firstEdge = try column(2, counts[0] + 1)
        edgeTarget = try column(3, counts[1])
        edgeTime = try column(4, counts[1])
        edgeSegment = try column(5, counts[1])
        segmentFrom = try column(6, counts[2])
        segmentTo = try column(7, counts[2])
        segmentForward = try column(8, counts[2])
        segmentBackward = try column(9, counts[2])
        firstPoint = try column(10, counts[2] + 1)
        segmentMetres = try column(11, counts[2])
        segmentWay = try column(12, counts[2])
        pointLatitudes = try column(13, counts[3])
        pointLongitudes = try column(14, counts[3])
    }

    /// The longest an edge may take: an hour, beyond any street between two crossings.
    static let edgeTimeMax: UInt32 = 3_600_000

    private func check() throws(RoadFileFault) {
        func fails(_ rows: FixedRows<UInt32>, _ limit: Int, orNone: Bool = false) -> Bool {
            rows.indices.contains { index in
                rows[index] >= limit && !(orNone && rows[index] == Self.none)
            }
        }
        func fails(_ rows: FixedRows<UInt32>, endsAt end: Int) -> Bool {
            rows[0] != 0 || rows[rows.count - 1] != end
                || (1..<rows.count).contains { rows[$0 - 1] > rows[$0] }
        }
        guard nodeCount > 0, segmentCount > 0 else { throw .inconsistent("it has no road") }
        if fails(firstEdge, endsAt: edgeCount) { throw .inconsistent("edges are out of order") }
        if fails(edgeTarget, nodeCount) { throw .inconsistent("an edge ends nowhere") }
        if fails(edgeTime, Int(Self.edgeTimeMax)) { throw .inconsistent("an edge takes too long") }
        if fails(edgeSegment, segmentCount) { throw .inconsistent("an edge is on no segment") }
        if fails(segmentFrom, nodeCount) || fails(segmentTo, nodeCount) {
            throw .inconsistent("a segment ends nowhere")
        }
        if fails(segmentForward, edgeCount, orNone: true)
            || fails(segmentBackward, edgeCount, orNone: true)
        {
            throw .inconsistent("a segment has an edge that is not there")
        }
        if fails(firstPoint, endsAt: pointLatitudes.count)
            || (0..<segmentCount).contains(where: { points(ofSegment: $0).count < 2 })
        {
            throw .inconsistent("a segment has no shape")
        }
        let inRange = { (rows: FixedRows<Int32>, degrees: Double) in
            rows.indices.allSatisfy { abs(Double(rows[$0])) <= degrees * Self.unitsPerDegree }
        }
        guard inRange(latitudes, 90), inRange(pointLatitudes, 90), inRange(longitudes, 180),
            inRange(pointLongitudes, 180)
        else { throw .inconsistent("a place is not on the earth") }
        guard segmentMetres.indices.allSatisfy({ Float(bitPattern: segmentMetres[$0]).isFinite })
        else { throw .inconsistent("a segment has no length") }
    }
}

/// Writes the columns of a graph as a file.
struct RoadFileWriter {
    private var bytes: [UInt8]
    private let columns: RoadFile.Columns
    private var next = 0

    init(nodes: Int, edges: Int, segments: Int, points: Int) {
        columns = RoadFile.Columns(nodes: nodes, edges: edges, segments: segments, points: points)
        bytes = []
        bytes.reserveCapacity(columns.end)
        bytes += RoadFile.magic
        append(RoadFile.version)
        append(RoadFile.byteOrder)
        append(0 as UInt64)
        append(UInt64(columns.end))
        for count in [nodes, edges, segments, points] { append(UInt32(count)) }
        bytes += [UInt8](repeating: 0, count: RoadFile.headByteCount - bytes.count)
    }

    mutating func column<Row: FixedWidthInteger>(_ rows: some Sequence<Row>) {
        precondition(bytes.count == columns.offsets[next], "Columns are written in their order.")
        next += 1
        for row in rows { append(row) }
        bytes += [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }

    /// The whole file with its checksum.
    func finished() -> [UInt8] {
        precondition(bytes.count == columns.end, "A file has all of its columns.")
        var whole = bytes
        let sum = FixedBytes(copying: bytes).hash(from: RoadFile.checkedFrom)
        for place in 0..<8 { whole[16 + place] = UInt8(truncatingIfNeeded: sum >> (8 * place)) }
        return whole
    }

    private mutating func append<Row: FixedWidthInteger>(_ row: Row) {
        for place in 0..<MemoryLayout<Row>.size {
            bytes.append(UInt8(truncatingIfNeeded: row >> (8 * place)))
        }
    }
}
