import FoundationEssentials
import Rescue
import Testing
import ValveModel

@testable import Settings

@Suite("Settings of the daemon")
struct DaemonSettingsTests {
    @Test("The shipped files have no fault and say what the defaults are")
    func shippedFiles() throws {
        let shipped = try DaemonSettings.load(
            path: projectRoot + "/Config/gaswatch.yaml", environment: [:])
        let folder = try TemporaryFolder()
        var bare = try folder.load(main: "")
        bare.rescue.rules = shipped.rescue.rules
        bare.rescue.parties = shipped.rescue.parties
        bare.profiles = shipped.profiles
        bare.files = shipped.files
        #expect(shipped == bare)
        #expect(shipped.profiles[0] == Profile())
        #expect(shipped.profiles.map(\.name) == ["default", "nbiot", "commanded", "fleet"])
        #expect(shipped.profile(named: "fleet").reportPeriod == .seconds(15))
        #expect(shipped.profile(named: "unheard of") == Profile())
        let centres = shipped.rescue.rules.centres
        #expect(centres.map(\.id) == ["east", "central", "west"])
        #expect(centres.flatMap(\.areas).count == 11)
        #expect(centres.allSatisfy { $0.teams.count == 6 })
        var standard = RescueRules()
        standard.centres = centres
        #expect(shipped.rescue.rules == standard)
    }

    @Test("Every key that a reload cannot take up is named, and no other")
    func waitingForRestart() throws {
        let folder = try TemporaryFolder()
        let running = try folder.load(main: "")
        #expect(running.waitingForRestart(since: running).isEmpty)
        var other = running
        other.rescue.rules.ackWindow = .seconds(30)
        other.profiles[0].leakGas = 11
        #expect(other.waitingForRestart(since: running).isEmpty)
        other = try folder.load(
            main: """
                node: b
                state: /tmp/b
                timezone: Asia/Urumqi
                broker: {port: 1884}
                rescue: {root: r/v2, webhook: "http://127.0.0.1:1/", broker: {port: 1885}}
                registry: b.csv
                history: {days: 500}
                console: {listen: "127.0.0.1:8421"}
                log: {level: debug}
                """)
        #expect(
            other.waitingForRestart(since: running) == [
                "node", "state", "timezone", "broker", "rescue.root", "rescue.broker",
                "rescue.webhook", "registry", "history", "console", "log",
            ])
    }

    @Test("An empty file is the contract's defaults")
    func defaults() throws {
        let folder = try TemporaryFolder()
        let settings = try folder.load(main: "")
        #expect(settings.node == "gaswatch-1")
        #expect(settings.state == "/var/lib/gaswatch")
        #expect(settings.timezone == "Asia/Shanghai")
        #expect(settings.broker.host == "127.0.0.1")
        #expect(settings.broker.port == 1883)
        #expect(settings.broker.root == "gas/v1")
        #expect(settings.broker.reportLanes == 1)
        #expect(settings.historyKept == .hours(24 * 400))
        #expect(settings.broker.username == nil)
        #expect(settings.rescue.root == "rescue/v1")
        #expect(settings.rescue.usesValveBroker)
        #expect(settings.registry == nil)
        #expect(settings.console.listen == ListenAddress(host: "127.0.0.1", port: 8420))
        #expect(settings.log.level == .info)
        #expect(settings.files.count == 3)
    }

    @Test("Paths are relative to the file, and a variable stands above the file")
    func pathsAndVariables() throws {
        let folder = try TemporaryFolder()
        let settings = try folder.load(
            main: "state: store\nregistry: homes.csv\nbroker: {port: 1, host: a}\n",
            environment: [
                "GASWATCH_BROKER_PORT": "1885", "GASWATCH_RESCUE_BROKER_HOST": "b",
                "GASWATCH_CONSOLE_LISTEN": "[::1]:0", "GASWATCH_STATE": "elsewhere",
                "GASWATCH_SERVER": "unix:/run/x", "PATH": "/bin",
            ])
        #expect(settings.state == folder.path + "/elsewhere")
        #expect(settings.registry == folder.path + "/homes.csv")
        #expect(settings.broker.host == "a")
        #expect(settings.broker.port == 1885)
        #expect(settings.rescue.broker.host == "b")
        #expect(settings.rescue.broker.port == 1883)
        #expect(!settings.rescue.usesValveBroker)
        #expect(settings.console.listen == ListenAddress(host: "::1", port: 0))
        #expect(settings.console.listen?.description == "[::1]:0")
    }

    @Test("The first line of a password file is the password, and it does not show")
    func passwords() throws {
        let folder = try TemporaryFolder()
        try folder.write("word", "open sesame\r\nsecond\n")
        let settings = try folder.load(main: "broker: {username: d, password_file: word}")
        #expect(settings.broker.password?.revealed == "open sesame")
        #expect(settings.rescue.broker.password?.revealed == "open sesame")
        #expect(!"\(settings)".contains("sesame"))
        var dumped = ""
        dump(settings, to: &dumped)
        #expect(!dumped.contains("sesame"))
    }

    @Test("A credential of the service unit is used where no password file is named")
    func credentials() throws {
        let folder = try TemporaryFolder()
        try folder.write("mqtt-password", "handed over\n")
        try folder.write("word", "written\n")
        let environment = ["CREDENTIALS_DIRECTORY": folder.path]
        let handed = try folder.load(main: "broker: {username: d}", environment: environment)
        #expect(handed.broker.password?.revealed == "handed over")
        let written = try folder.load(
            main: "broker: {username: d, password_file: word}", environment: environment)
        #expect(written.broker.password?.revealed == "written")
        let nobody = try folder.load(main: "", environment: environment)
        #expect(nobody.broker.password == nil)
    }

    @Test("A rescue broker with its own host inherits no password and no socket")
    func rescueBroker() throws {
        let folder = try TemporaryFolder()
        try folder.write("word", "secret\n")
        let main = "broker: {socket: /run/b.sock, username: d, password_file: word}\n"
        let other = try folder.load(main: main + "rescue: {broker: {host: other}}")
        #expect(other.rescue.broker.password == nil)
        #expect(other.rescue.broker.socket == nil)
        #expect(other.rescue.broker.username == nil)
        let same = try folder.load(main: main + "rescue: {broker: {}}")
        #expect(same.rescue.usesValveBroker)
        #expect(same.rescue.broker.root == "rescue/v1")
        let port = try folder.load(main: main + "rescue: {broker: {port: 1884}}")
        #expect(port.rescue.broker.port == 1884)
        #expect(port.rescue.broker.socket == nil)
        #expect(!port.rescue.usesValveBroker)
    }
}
