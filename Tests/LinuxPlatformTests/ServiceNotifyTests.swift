import Foundation
import LinuxPlatform
import Testing

@Suite("Notifications to systemd")
struct ServiceNotifyTests {
    // An exit test has a process and so an environment of its own.
    @Test("Every notification is one datagram with its assignments")
    func datagrams() async {
        await #expect(processExitsWith: .success) {
            let path = NSTemporaryDirectory() + "/gw-notify-\(getpid())"
            let receiver = try DatagramInbox(path: path)
            func next() -> String {
                receiver.next(timeoutMilliseconds: 20_000) ?? "nothing"
            }
            EnvironmentVariable.set("NOTIFY_SOCKET", to: path)
            ServiceNotify.ready()
            #expect(next() == "READY=1")
            ServiceNotify.status("two\nlines")
            #expect(next() == "STATUS=two lines")
            ServiceNotify.extendStart(.seconds(60))
            #expect(next() == "EXTEND_TIMEOUT_USEC=60000000")
            ServiceNotify.watchdog()
            #expect(next() == "WATCHDOG=1")
            ServiceNotify.reloading()
            let reload = next().split(separator: "\n")
            #expect(reload.first == "RELOADING=1" && reload.count == 2)
            let stamp = reload.last?.split(separator: "=")
            #expect(stamp?.first == "MONOTONIC_USEC" && (stamp?.last.flatMap { Int($0) } ?? 0) > 0)
            ServiceNotify.stopping()
            #expect(next() == "STOPPING=1")
        }
    }

    @Test("The watchdog's interval is systemd's, and nil when somebody else is watched")
    func watchdog() async {
        await #expect(processExitsWith: .success) {
            #expect(ServiceNotify.watchdogInterval == nil)
            EnvironmentVariable.set("WATCHDOG_USEC", to: "1500000")
            EnvironmentVariable.set("WATCHDOG_PID", to: "\(getpid())")
            #expect(ServiceNotify.watchdogInterval == .milliseconds(1500))
            EnvironmentVariable.set("WATCHDOG_PID", to: "1")
            #expect(ServiceNotify.watchdogInterval == nil)
        }
    }

    @Test("Without systemd a notification goes nowhere")
    func alone() async {
        await #expect(processExitsWith: .success) {
            EnvironmentVariable.set("NOTIFY_SOCKET", to: nil)
            ServiceNotify.ready()
        }
    }
}
