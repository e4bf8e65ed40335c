import Recordings
import Replays
import SimulatedDistrict
import Testing
import ValveModel

@Suite("Planning a replay")
struct ReplayPlanTests {
    private let area = Area(code: 370_202_010)

    private func sends(_ text: String, speed: Double = 1) throws -> [Publish] {
        var plan = ReplayPlan(root: "gas/v1", area: area, boot: 9, speed: speed)
        return try Recorded.rows(text).map { plan.send($0) }
    }

    @Test(
        "The recorded spacing is kept, divided by the speed",
        arguments: [
            (1.0, [0, 1_000_000, 61_000_000] as [Int64]),
            (60.0, [0, 16_667, 1_016_667] as [Int64]),
        ])
    func spacesSends(speed: Double, planned: [Int64]) throws {
        let sends = try sends("valve,at\na,5000\na,6000\nb,66000\n", speed: speed)
        #expect(sends.map(\.planned.microseconds) == planned)
    }

    @Test("Alarms leave on the alarm topic with QoS 1, all else as reports with QoS 0")
    func choosesTopic() throws {
        let sends = try sends("valve,at,alarm,area\na,1,,\nb,2,leak,370202011\na,3,cleared,\n")
        #expect(
            sends.map(\.topic) == [
                "gas/v1/370202010/a/report", "gas/v1/370202011/b/alarm",
                "gas/v1/370202010/a/alarm",
            ])
        #expect(sends.map(\.quality) == [0, 1, 1])
        #expect(sends.map(\.retained) == [false, false, false])
        #expect(sends.map(\.origin) == [.valve(0), .valve(1), .valve(0)])
    }

    @Test("Boot and sequence are the recorded ones, else the plan's boot and the valve's next")
    func numbersMessages() throws {
        let sends = try sends(
            "valve,at,boot,seq\na,1,,\nb,1,,\na,2,,\nb,2,3,40\nb,3,3,\nb,4,,\na,5,,4294967295\n")
        let identities = sends.map { send in
            let body = JSONValue(send.payload)
            return [body?["boot"]?.number, body?["seq"]?.number]
        }
        #expect(
            identities == [
                [9, 1], [9, 1], [9, 2], [3, 40], [3, 41], [3, 42], [9, 4_294_967_295],
            ])
    }

    @Test("The body holds what was measured and nothing else")
    func writesBody() throws {
        let text = """
            valve,at,ts,gas,flow,pressure,temp,battery,rssi,position,alarm,cause,flags,test
            a,1,77,1.2345,0.18,2.05,-3.5,87,-71,closed,shutoff,leak,"tamper;q""x",false
            a,2,,,,,,,,,,,,
            """
        let bodies = try sends(text).map { String(decoding: $0.payload, as: UTF8.self) }
        let full =
            #"{"boot":9,"seq":1,"ts":77,"gas":1.235,"flow":0.1800,"pressure":2.050,"#
            + #""temp":-3.50,"battery":87,"rssi":-71,"position":"closed","alarm":"shutoff","#
            + #""cause":"leak","flags":["tamper","q\"x"],"test":false}"#
        #expect(bodies == [full, #"{"boot":9,"seq":2}"#])
    }

    @Test("The valves stand in the order of their first rows")
    func listsValves() throws {
        var plan = ReplayPlan(root: "gas/v1", area: area, boot: 1, speed: 1)
        for row in try Recorded.rows("valve,at,area\nb,1,\na,2,370202011\nb,3,370202012\n") {
            _ = plan.send(row)
        }
        #expect(plan.valves.map(\.id.description) == ["b", "a"])
        #expect(plan.valves.map(\.area.code) == [370_202_010, 370_202_011])
    }

    @Test("The longest recording at the slowest speed still has a planned instant")
    func holdsLongestReplay() throws {
        let sends = try sends(
            "valve,at,gas\na,0,-1e9\na,253402300799999,1e9\n", speed: ReplayPlan.speeds.lowerBound)
        #expect(sends.last?.planned.seconds ?? 0 > 2.5e12)
    }
}
