import LinuxPlatform
import RingBuffer
import Testing
import ValveModel
import ValveWire

@testable import ControlRoom

@Suite("A ring that is full")
struct ConflationTests {
    private static func reading(
        _ valve: UInt32 = 1, seq: UInt32, gas: Float = .nan, flow: Float = .nan
    ) -> Reading {
        var reading = Reading(
            valve: ValveIndex(valve), area: Area(code: 370_202_010), origin: .report, boot: 1,
            sequence: seq, receivedAt: Moment(milliseconds: Int64(seq)))
        reading.gas = gas
        reading.flow = flow
        return reading
    }

    @Test("What is merged keeps the newest fields, the highest gas and flow, and the number")
    func merging() throws {
        let box = ConflationBox()
        #expect(box.isEmpty)
        var newest = Self.reading(seq: 3, gas: 2, flow: .nan)
        newest.position = .closed
        newest.battery = 40
        box.put(Self.reading(seq: 1, gas: 1, flow: 0.5), behind: 0)
        box.put(Self.reading(seq: 2, gas: 12, flow: 0.1), behind: 0)
        box.put(newest, behind: 0)
        #expect(!box.isEmpty)
        let merged = try #require(box.take(drained: 0).first)
        #expect(box.isEmpty)
        #expect(merged.sequence == 3)
        #expect(merged.receivedAt == Moment(milliseconds: 3))
        #expect(merged.position == .closed)
        #expect(merged.battery == 40)
        #expect(merged.gas == 12)
        #expect(merged.flow == 0.5)
        #expect(merged.mergedCount == 3)
        #expect(merged.flags.contains(.conflated))
    }

    @Test("An older one that comes late adds what it saw, and not its number")
    func lateOne() throws {
        for (boot, sequence) in [(UInt32(1), UInt32(2)), (0, 9)] {
            let box = ConflationBox()
            var newest = Self.reading(seq: 3, gas: 2)
            newest.position = .closed
            var late = Self.reading(seq: sequence, gas: 12, flow: 0.4)
            late.boot = boot
            late.position = .open
            box.put(newest, behind: 0)
            box.put(late, behind: 0)
            let merged = try #require(box.take(drained: 0).first)
            #expect(merged.boot == 1 && merged.sequence == 3 && merged.position == .closed)
            #expect(merged.gas == 12 && merged.flow == 0.4 && merged.mergedCount == 2)
        }
    }

    private static func merged(_ older: (inout Reading) -> Void, _ newer: (inout Reading) -> Void)
        -> [Reading]
    {
        let box = ConflationBox()
        var readings = [reading(seq: 1), reading(seq: 2)]
        older(&readings[0])
        newer(&readings[1])
        readings.forEach { box.put($0, behind: 0) }
        return box.take(drained: 0).sorted { $0.sequence < $1.sequence }
    }

    @Test(
        "A flag that only a merged report showed is not lost",
        arguments: [
            ReadingFlags.tamper, .lowBattery, .powerLoss, .sensorFault, .endOfLife, .selftestFailed,
            .magnet, .clockError, .unnamed,
        ])
    func flags(flag: ReadingFlags) throws {
        for both in [[flag], [flag, .unstated]] as [ReadingFlags] {
            let first = Self.merged({ $0.flags = flag }, { $0.flags = both.subtracting(flag) })
            #expect(first.map { $0.flags.contains(flag) } == [true])
            #expect(first.map { $0.flags.contains(.unstated) } == [false])
        }
        let second = Self.merged({ $0.flags = .unstated }, { $0.flags = flag })
        #expect(second.map(\.flags) == [[flag, .conflated]])
        let neither = Self.merged({ $0.flags = .unstated }, { $0.flags = .unstated })
        #expect(neither.map(\.flags) == [[.unstated, .conflated]])
    }

    @Test("Gas of a sensor that warms up is not gas, whichever report it stood in")
    func preheat() {
        func gas(_ older: (Float, Bool), _ newer: (Float, Bool)) -> [(Float, Bool)] {
            Self.merged(
                {
                    $0.gas = older.0
                    if older.1 { $0.flags.insert(.preheat) }
                },
                {
                    $0.gas = newer.0
                    if newer.1 { $0.flags.insert(.preheat) }
                }
            ).map { ($0.gas, $0.flags.contains(.preheat)) }
        }
        #expect(gas((40, true), (2, false)).first.map { $0 == (2, false) } == true)
        #expect(gas((12, false), (3, true)).first.map { $0 == (12, false) } == true)
        #expect(gas((40, true), (30, true)).first.map { $0.0.isNaN && $0.1 } == true)
    }

    @Test("A test never mixes with what is actual")
    func tests() {
        let both = Self.merged(
            { $0.gas = 30 },
            {
                $0.gas = 1
                $0.flags.insert(.test)
            })
        #expect(both.map(\.gas) == [30, 1] && both.map(\.mergedCount) == [1, 1])
    }

    @Test("What the newest report did not measure is taken from the one before")
    func notMeasured() throws {
        let merged = try #require(
            Self.merged(
                {
                    $0.pressure = 6.5
                    $0.temperatureTenths = 710
                    $0.position = .closed
                    $0.battery = 9
                },
                { $0.temperatureTenths = 300 }
            ).first)
        #expect(merged.pressure == 6.5 && merged.position == .closed && merged.battery == 9)
        #expect(merged.temperatureTenths == 710, "heat for one report is heat")
        let newer = Self.merged({ $0.pressure = 6.5 }, { $0.pressure = 2 })
        #expect(newer.map(\.pressure) == [2])
    }

    @Test("A report alone is not marked, and not measured stays not measured")
    func alone() throws {
        let box = ConflationBox()
        box.put(Self.reading(4, seq: 1), behind: 0)
        box.put(Self.reading(5, seq: 1, gas: 3), behind: 0)
        let waiting = box.take(drained: 0).sorted { $0.valve.value < $1.valve.value }
        try #require(waiting.count == 2)
        #expect(waiting[0].gas.isNaN)
        #expect(waiting[1].gas == 3)
        #expect(waiting.allSatisfy { $0.mergedCount == 1 && !$0.flags.contains(.conflated) })
        #expect(box.take(drained: 0).isEmpty)
    }

    @Test("The number merged stops at its highest value")
    func saturation() {
        let box = ConflationBox()
        for seq in 1...400 { box.put(Self.reading(seq: UInt32(seq)), behind: 0) }
        #expect(box.take(drained: 0).map(\.mergedCount) == [.max])
    }

    @Test("What follows a report that waits joins it, and overtakes nothing of its valve")
    func order() {
        let box = ConflationBox()
        #expect(!box.join(Self.reading(seq: 1)), "Nothing waits yet: it goes by the ring.")
        box.put(Self.reading(4, seq: 2, gas: 12), behind: 7)
        box.put(Self.reading(5, seq: 1), behind: 9)
        #expect(box.join(Self.reading(4, seq: 3, gas: 3)))
        #expect(!box.join(Self.reading(6, seq: 1)))
        #expect(box.take(drained: 6).isEmpty)
        let first = box.take(drained: 8)
        #expect(first.map(\.sequence) == [3])
        #expect(first.map(\.gas) == [12])
        #expect(!box.isEmpty)
        #expect(!box.join(Self.reading(4, seq: 4)), "It is in the watch's hands.")
        #expect(box.take(drained: 9).map(\.valve.value) == [5])
    }

    @Test("Reports are merged while the ring is full; alarms and links wait and all arrive")
    func fullRing() throws {
        let test = try TestRoom()
        let (producer, ring) = SPSCRing<Reading>.make(capacityLog2: 1)
        let box = ConflationBox()
        let intake = ValveIntake(
            scheme: TopicScheme(root: "gas/v1"), producer: producer, shared: test.room.shared,
            box: box, lane: 1)
        let lane = try DedicatedThread(name: "lane") {
            for seq in 1...6 { Self.deliver("report", "{\"boot\":1,\"seq\":\(seq)}", to: intake) }
            Self.deliver("report", "{\"boot\":1,\"seq\":7,\"alarm\":\"leak\"}", to: intake)
            Self.deliver("alarm", "{\"boot\":1,\"seq\":8,\"alarm\":\"leak\"}", to: intake)
            Self.deliver("link", "{\"online\":true,\"boot\":1}", to: intake)
            intake.batchEnded()
        }
        // The watch takes nothing until the lane has met the full ring with an alarm.
        let parker = test.room.shared.watchParker
        #expect(parker.park(timeoutMilliseconds: 9_000))
        #expect(box.take(drained: 1).isEmpty, "A record of the ring is older and comes first.")
        let waiting = box.take(drained: 2)
        #expect(waiting.map(\.sequence) == [6])
        #expect(waiting.map(\.mergedCount) == [4])

        var taken: [Reading] = []
        while taken.count < 5 {
            if let reading = ring.pop() {
                taken.append(reading)
            } else if !parker.park(timeoutMilliseconds: 9_000, unless: { !ring.isEmpty }) {
                break
            }
        }
        #expect(lane.join(timeoutMilliseconds: 9_000))
        #expect(taken.map(\.sequence) == [1, 2, 7, 8, 0])
        #expect(taken.map(\.alarm) == [.none, .none, .leak, .leak, .none])
        #expect(taken.last?.origin == .linkUp)
        #expect(intake.pushedCount == 5)
        #expect(box.isEmpty)
    }

    private static func deliver(_ channel: String, _ body: String, to intake: ValveIntake) {
        let (topic, body) = (Array("gas/v1/370202010/V1/\(channel)".utf8), Array(body.utf8))
        intake.arrived(topic: topic.span, body: body.span, isRetained: false)
    }
}
