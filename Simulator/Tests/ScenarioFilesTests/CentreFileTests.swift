import ScenarioFiles
import SimulatedDistrict
import Testing
import ValveModel

@Suite("The centres' file")
struct CentreFileTests {
    private static let text = """
        milestones: {response: 60}
        travel: {speed_kmh: 36, floor: 10}
        centres:
          - {id: east, name: "东部", areas: ["370202012"], lat: 36.07, lon: 120.40,
             teams: [{id: E-1, name: 一组, turnout: 45}, {id: E-2, lat: 36.0, lon: 120.3}]}
          - id: west
            teams:
            - {id: 'W-1', name: 西部}
        """

    @Test("Teams wait at their own place, or at their centre, or nobody knows where")
    func posts() throws {
        let file = try CentreFile(Self.text, path: "centres.yaml")
        #expect(file.centres.map(\.id) == ["east", "west"])
        #expect(file.centres.map(\.teams) == [["E-1", "E-2"], ["W-1"]])
        let east = file.centres[0].posts
        #expect(
            east["E-1"]
                == TeamPost(location: Coordinate(latitude: 36.07, longitude: 120.40), turnout: 45))
        #expect(
            east["E-2"]
                == TeamPost(location: Coordinate(latitude: 36.0, longitude: 120.3), turnout: 60))
        #expect(file.centres[1].posts.isEmpty)
        #expect(file.travel.speed == 36 && file.travel.floor == 10 && file.travel.access == 30)
    }

    @Test(
        "A file that names nobody to call is refused with its line",
        arguments: [
            ("", "centres.yaml:1: is empty; write at least one centre with a team"),
            ("centres: []", "centres.yaml:1: names no centre with a team"),
            (
                "centres:\n  - {name: x, teams: [{id: A}]}",
                "centres.yaml:2: a centre without an id\n"
                    + "centres.yaml:1: names no centre with a team"
            ),
        ])
    func refused(text: String, message: String) {
        let faults = #expect(throws: ScenarioFaults.self) {
            _ = try CentreFile(text, path: "centres.yaml")
        }
        #expect(faults?.description == message)
    }
}
