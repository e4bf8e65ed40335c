import Testing

@testable import Settings

/// A main file, with variables, and the beginnings of the lines that report it.
struct FaultyMain: Sendable, CustomTestStringConvertible {
    let yaml: String
    var environment: [String: String] = [:]
    let reports: [String]
    var testDescription: String { yaml + environment.description }

    static let all: [FaultyMain] = [
        FaultyMain(
            yaml: "node: a\nbrocker: {}\n",
            reports: ["gaswatch.yaml:2: brocker: is not a known key, did you mean broker?"]),
        FaultyMain(
            yaml: "broker:\n  host: x\n  prot: 1\n",
            reports: ["gaswatch.yaml:3: broker.prot: is not a known key, did you mean port?"]),
        FaultyMain(
            yaml: "broker: {port: many}\nlog:\n  level: loud\n",
            reports: [
                "gaswatch.yaml:1: broker.port: \"many\" is not a whole number, write one from 1",
                "gaswatch.yaml:3: log.level: \"loud\" is none of trace",
            ]),
        FaultyMain(
            yaml: "broker: {port: 0}", reports: ["gaswatch.yaml:1: broker.port: \"0\" is out of"]),
        FaultyMain(
            yaml: "broker: {port: 1.5}", reports: ["gaswatch.yaml:1: broker.port: \"1.5\" is not"]),
        FaultyMain(yaml: "broker: 7", reports: ["gaswatch.yaml:1: broker: is a single value"]),
        FaultyMain(yaml: "node: [a]", reports: ["gaswatch.yaml:1: node: is a list"]),
        FaultyMain(yaml: "node: 5", reports: ["gaswatch.yaml:1: node: \"5\" is no text"]),
        FaultyMain(
            yaml: "state: /etc/passwd",
            reports: ["gaswatch.yaml:1: state: /etc/passwd is a file, name a directory"]),
        FaultyMain(yaml: "state: true", reports: ["gaswatch.yaml:1: state: \"true\" is no text"]),
        FaultyMain(
            yaml: "broker: {root: 7}\nrescue:\n  root: 5\n",
            reports: [
                "gaswatch.yaml:1: broker.root: \"7\" is no text",
                "gaswatch.yaml:3: rescue.root: \"5\" is no text",
            ]),
        FaultyMain(yaml: "- a\n", reports: ["gaswatch.yaml:1: is a list"]),
        FaultyMain(yaml: "node: a/b", reports: ["gaswatch.yaml:1: node: \"a/b\" cannot be"]),
        FaultyMain(yaml: "timezone: Mars", reports: ["gaswatch.yaml:1: timezone: \"Mars\" is not"]),
        FaultyMain(
            yaml: "node: a\nnode: b\n",
            reports: ["gaswatch.yaml:1: begins a mapping with keys written twice: node"]),
        FaultyMain(yaml: "a: [1\nb: 2\n", reports: ["gaswatch.yaml:2: is not valid YAML here"]),
        FaultyMain(
            yaml: "store: {kind: postgres, dsn: x}",
            reports: ["gaswatch.yaml:1: store.kind: postgres is not built yet"]),
        FaultyMain(
            yaml: "history: {days: 7}",
            reports: [
                "gaswatch.yaml:1: history.days: \"7\" is out of range, write one from 31 to 3650"
            ]),
        FaultyMain(
            yaml: "console: {listen: \"0.0.0.0:8420\"}",
            reports: ["gaswatch.yaml:1: console.listen: 0.0.0.0 is not a loopback address"]),
        FaultyMain(
            yaml: "console: {listen: here}",
            reports: ["gaswatch.yaml:1: console.listen: \"here\" is no address"]),
        FaultyMain(
            yaml: "console: {socket: /nowhere/at/all.sock}",
            reports: [
                "gaswatch.yaml:1: console.socket: the directory of /nowhere/at/all.sock does not exist"
            ]),
        FaultyMain(
            yaml: "console: {socket: /etc/passwd}",
            reports: ["gaswatch.yaml:1: console.socket: /etc/passwd exists and is no socket"]),
        FaultyMain(
            yaml: "rescue:\n  webhook: https://example.org/x\n",
            reports: ["gaswatch.yaml:2: rescue.webhook: https is not spoken here, name a relay"]),
        FaultyMain(
            yaml: "rescue: {webhook: \"ftp://x\"}",
            reports: ["gaswatch.yaml:1: rescue.webhook: is no address"]),
        FaultyMain(
            yaml: "rescue: {root: gas/v1/x}",
            reports: ["gaswatch.yaml:1: rescue.root: gas/v1/x and gas/v1 lie inside each other"]),
        FaultyMain(
            yaml: "broker: {root: \"gas/+\"}",
            reports: ["gaswatch.yaml:1: broker.root: \"gas/+\" is no topic"]),
        FaultyMain(
            yaml: "broker: {cert: gaswatch.yaml}",
            reports: [
                "gaswatch.yaml:1: broker.cert: gaswatch.yaml has no whole PEM block CERTIFICATE",
                "gaswatch.yaml:1: broker.key: is missing", "gaswatch.yaml:1: broker.ca: is missing",
            ]),
        FaultyMain(
            yaml: "broker: {username: d, password_file: nowhere}",
            reports: ["gaswatch.yaml:1: broker.password_file: nowhere cannot be read: No such"]),
        FaultyMain(
            yaml: "broker: {ca: gaswatch.yaml, host: \"a\\0b\"}",
            reports: [
                "gaswatch.yaml:1: broker.host: is no host name",
                "gaswatch.yaml:1: broker.ca: gaswatch.yaml has no whole PEM block CERTIFICATE, name",
            ]),
        FaultyMain(
            yaml: "broker: {ca: /tmp}",
            reports: ["gaswatch.yaml:1: broker.ca: /tmp cannot be read: Is a directory"]),
        FaultyMain(
            yaml: "node: \(String(repeating: "n", count: 1_025))",
            reports: ["gaswatch.yaml:1: node: "]),
        FaultyMain(
            yaml: "rescue: {roads: nowhere}",
            reports: ["gaswatch.yaml:1: rescue.roads: nowhere cannot be read"]),
        FaultyMain(
            yaml: "rescue: {centres: nowhere.yaml}\nprofiles: none.yaml",
            reports: [
                "nowhere.yaml: cannot be read: No such", "none.yaml: cannot be read: No such",
            ]
        ),
        FaultyMain(
            yaml: "broker: {port: 1}\n",
            environment: [
                "GASWATCH_BROKER_PORT": "x", "GASWATCH_BROKER_PROT": "1",
                "GASWATCH_BROKER": "{port: 5}",
            ],
            reports: [
                "GASWATCH_BROKER: names a section and sets nothing",
                "GASWATCH_BROKER_PORT: broker.port: \"x\" is not a whole number",
                "GASWATCH_BROKER_PROT: names no setting, did you mean GASWATCH_BROKER_PORT?",
            ]),
    ]
}

@Suite("Faults of the settings")
struct SettingsFaultTests {
    @Test("A fault names file, line, key, what is wrong and what to do", arguments: FaultyMain.all)
    func main(_ faulty: FaultyMain) throws {
        let folder = try TemporaryFolder()
        let reports = try folder.faults(main: faulty.yaml, environment: faulty.environment)
        try #require(reports.count == faulty.reports.count, "\(reports)")
        for (report, expected) in zip(reports, faulty.reports) {
            #expect(report.hasPrefix(expected), "\(report)")
        }
    }

    @Test("The faults of all three files are reported together, file by file")
    func together() throws {
        let folder = try TemporaryFolder()
        let reports = try folder.faults(
            main: "log: {level: loud}\nnode: \"\"\n",
            centres: "ack_window: soon\ncentres: []\n", profiles: "profiles:\n  - leak_gas: 5\n")
        let places = reports.map { $0.prefix { $0 != " " } }
        #expect(
            places == [
                "gaswatch.yaml:1:", "gaswatch.yaml:2:", "centres.yaml:1:", "centres.yaml:2:",
                "profiles.yaml:2:",
            ])
        #expect(SettingsFaults.exitCode == 78)
    }

    @Test(
        "A word that is nearly right is offered the right one",
        arguments: [("prot", "port"), ("hots", "host"), ("reportlanes", "report_lanes")])
    func nearest(wrong: String, right: String) {
        let known = ["host", "port", "socket", "report_lanes"]
        #expect(Nearest.hint(for: wrong, among: known) == ", did you mean \(right)?")
        #expect(Nearest.hint(for: "entirely", among: known).isEmpty)
    }
}
