internal import Glibc
internal import LinuxPlatform
internal import SimulatedDistrict

/// Does to the installation what a scenario orders: stops and starts its first broker, kills and
/// starts its daemon, declares inspections.
final class InstallationOrders {
    private let place: FleetPlace
    private let cli: FieldCLI?
    private var brokerPID: Int32?
    private var broker: ChildProgram?
    private var daemon: ChildProgram?

    init(_ place: FleetPlace, cli: FieldCLI?) {
        self.place = place
        self.cli = cli
        brokerPID = place.brokerPID.first
    }

    /// What of these events could not be done here, a line each; empty when all can.
    static func missing(_ events: [ScenarioEvent], _ place: FleetPlace) -> [String] {
        var lines: [String] = []
        for event in events {
            switch event.what {
            case .brokerRestart where place.brokerConfig == nil || place.brokerPID.isEmpty:
                lines.append("a broker restart needs --broker-pid and --broker-config")
            case .daemonKill where place.daemonConfig == nil || place.daemonPID == nil:
                lines.append("a daemon kill needs --daemon-pid and --daemon-config")
            case .drill where place.server == nil:
                lines.append("a drill is declared with the control room and needs --server")
            default: break
            }
        }
        return lines
    }

    func carryOut(_ action: WorldAction) {
        switch action {
        case .stopBroker(let isKilled):
            let signal = isKilled ? SIGKILL : SIGTERM
            if let broker { broker.signal(signal) } else { end(brokerPID, signal) }
        case .startBroker: startBroker()
        case .killDaemon:
            if let daemon { daemon.signal(SIGKILL) } else { end(place.daemonPID, SIGKILL) }
            startDaemon()
        case .declareTest(let valve, let minutes):
            if cli?.declareTest(valve: valve, minutes: minutes) != true {
                Console.complain("The inspection of \(valve) could not be declared.")
            }
        case .publish, .cut, .restore: break
        }
    }

    private func end(_ pid: Int32?, _ signal: Int32) {
        if let pid { kill(pid, signal) }
    }

    private func startBroker() {
        guard let configuration = place.brokerConfig else { return }
        do {
            broker?.wait()
            broker = try ChildProgram(
                "mosquitto", ["-c", configuration], outputPath: configuration + ".log")
        } catch {
            Console.complain("The broker could not be started again: \(error)")
        }
    }

    private func startDaemon() {
        guard let configuration = place.daemonConfig else { return }
        do {
            daemon?.wait()
            daemon = try ChildProgram(
                place.daemon, ["run", "--config", configuration],
                outputPath: configuration + ".log")
        } catch {
            Console.complain("The daemon could not be started again: \(error)")
        }
    }

    /// Ends what was started here; what was there before belongs to somebody else.
    func close() {
        for program in [daemon, broker].compactMap({ $0 }) {
            program.signal(SIGTERM)
            program.wait()
        }
    }
}
