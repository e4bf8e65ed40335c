import ConsoleAPI
import Rescue
import RingBuffer
import Synchronization
import Testing
import ValveModel

@testable import ControlRoom

@Suite("Connections that come and go")
struct LinkTests {
    /// A clock that moves by hand.
    private final class HandClock: Sendable {
        private let now = Atomic<Int64>(1_000_000)

        var source: TimeSource {
            TimeSource(
                bootMilliseconds: { self.now.load(ordering: .relaxed) },
                wallMilliseconds: { 1_800_000_000_000 + self.now.load(ordering: .relaxed) })
        }

        func pass(seconds: Int64) { now.wrappingAdd(seconds * 1_000, ordering: .relaxed) }
    }

    @Test("A broker that stays away is told to the desk once, however often it is tried")
    func away() throws {
        let test = try TestRoom()
        _ = test.room.mailbox.take()
        for number in 0..<50 {
            test.room.linkChanged(.alarms, outage: "try \(number)")
            test.room.linkChanged(.rescue, outage: "try \(number)")
        }
        var told: [String] = []
        for input in test.room.mailbox.take() {
            switch input {
            case .valveLink(let isConnected): told.append("valve \(isConnected)")
            case .rescueLink(let isConnected): told.append("rescue \(isConnected)")
            case .listening(let isListening): told.append("listening \(isListening)")
            default: continue
            }
        }
        #expect(told.sorted() == ["listening false", "rescue false", "valve false"])
        // The newest words are what health shows.
        #expect(test.room.status().faults.contains { $0.message.contains("try 49") })
    }

    @Test("A lane that hangs before its first word is a broker that is not there")
    func neverHeard() throws {
        let clock = HandClock()
        let test = try TestRoom(time: clock.source)
        func brokerFaults(after seconds: Int64) -> [String] {
            clock.pass(seconds: seconds)
            _ = test.room.selfWatch.step()
            return test.room.status().faults.map(\.code).filter { $0.hasSuffix("_broker") }.sorted()
        }
        #expect(brokerFaults(after: 1) == [], "A connect takes its moment.")
        #expect(brokerFaults(after: 2) == ["rescue_broker", "valve_broker"])
        test.room.linkChanged(.alarms, outage: nil)
        test.room.linkChanged(.rescue, outage: nil)
        #expect(brokerFaults(after: 1) == [])
    }

    @Test("When nothing can leave to the centres the desk is told, once, and when it can again")
    func rescueWay() throws {
        let clock = HandClock()
        let test = try TestRoom(time: clock.source)
        _ = test.room.mailbox.take()
        func told(after seconds: Int64) -> [String] {
            for _ in 0..<seconds {
                clock.pass(seconds: 1)
                _ = test.room.selfWatch.step()
            }
            return test.room.mailbox.take().compactMap {
                switch $0 {
                case .rescueLink(let isConnected): "link \(isConnected)"
                case .rescueWay(let isOpen): "way \(isOpen)"
                default: nil
                }
            }
        }
        test.rescueSide.connect(false)
        #expect(told(after: 9) == [], "Without the lane nobody tries to leave.")
        test.room.linkChanged(.rescue, outage: nil)
        #expect(told(after: 9) == ["link true", "way false"])
        test.rescueSide.connect(true)
        #expect(told(after: 9) == ["way true"])
    }

    @Test(
        "A report lane that is down while alarms come is a fault, and silence says nothing meanwhile"
    )
    func reportLane() throws {
        let test = try TestRoom()
        func heard() -> [Bool] {
            test.room.mailbox.take().compactMap {
                if case .listening(let isListening) = $0 { isListening } else { nil }
            }
        }
        test.room.linkChanged(.reports(0), outage: "not authorised")
        #expect(!test.faultCodes.contains("report_lane"), "Nobody knows yet that alarms come.")
        test.room.linkChanged(.alarms, outage: nil)
        #expect(test.faultCodes.contains("report_lane"))
        #expect(test.room.status().faults.contains { $0.message.contains("0: not authorised") })
        #expect(heard() == [false])
        test.room.linkChanged(.reports(0), outage: nil)
        #expect(!test.faultCodes.contains("report_lane"))
        #expect(heard() == [true])
        // Where alarms do not come either, the broker's own fault says it all.
        test.room.linkChanged(.alarms, outage: "gone")
        test.room.linkChanged(.reports(0), outage: "gone")
        #expect(!test.faultCodes.contains("report_lane"))
        #expect(heard() == [false])
    }

    @Test("An area that comes with a new registry and that no lane reads is told")
    func newArea() throws {
        let test = try TestRoom(reportLanes: 4)
        #expect(test.room.shareAreas().count == 2)
        func reload(_ area: UInt32) throws {
            try test.room.reload(
                rules: TestRoom.rules, parties: .init(), profiles: [Profile()]
            ) { try TestRoom.registry() + [try TestRoom.household("V4", area, 36.0601)] }
        }
        try reload(370_202_020)
        #expect(!test.faultCodes.contains("areas_unread"))
        try reload(370_202_099)
        let fault = try #require(test.room.status().faults.first { $0.code == "areas_unread" })
        #expect(fault.message.contains("370202099"))
        try reload(370_202_010)
        #expect(!test.faultCodes.contains("areas_unread"))
    }

    @Test("A reload that takes a profile out leaves every valve with its own")
    func profiles() throws {
        func profile(_ name: String, _ report: Int64) -> Profile {
            var profile = Profile()
            profile.name = name
            profile.limits.reportPeriod = .seconds(report)
            return profile
        }
        var homes = try TestRoom.registry()
        homes[0].profile = "A"
        homes[1].profile = "B"
        let test = try TestRoom(households: homes)
        func period(_ row: UInt32) -> Lapse {
            let face = test.room.watch.faces.read(at: Int(row))
            return test.room.profiles.profile(face?.profile ?? 0).limits.reportPeriod
        }
        func reload(_ profiles: [Profile]) {
            test.room.reload(
                rules: TestRoom.rules, parties: .init(), profiles: profiles
            ) { nil }
            test.room.watch.publishAll()
        }
        let (standard, a, b) = (profile("default", 300), profile("A", 10), profile("B", 20))
        reload([standard, a, b])
        #expect((0..<3).map(period) == [.seconds(10), .seconds(20), .seconds(300)])
        reload([standard, b])
        #expect((0..<3).map(period) == [.seconds(300), .seconds(20), .seconds(300)])
        #expect(test.faultCodes.contains("profile_unknown"))
    }
}
