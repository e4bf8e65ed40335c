internal import Recordings

/// What really happened in a recording: its homes, its length and its leaks.
package struct SilentTruth: Equatable, Sendable {
    /// One leak, times in ms since 1970.
    package struct Leak: Equatable, Sendable {
        package var valve: String
        package var begins: Int64
        package var ends: Int64
        /// Rise at its beginning, %LEL a minute.
        package var rate: Double
        /// Seconds from its beginning until the air holds 20 %LEL.
        package var to20: Double

        package init(valve: String, begins: Int64, ends: Int64, rate: Double, to20: Double) {
            self.valve = valve
            self.begins = begins
            self.ends = ends
            self.rate = rate
            self.to20 = to20
        }
    }

    /// A leak alarm that a device raised by itself.
    package struct Alarm: Equatable, Sendable {
        package var valve: String
        package var at: Int64

        package init(valve: String, at: Int64) {
            self.valve = valve
            self.at = at
        }
    }

    package var homes: Int
    /// The first row's time, ms since 1970.
    package var start: Int64
    /// Length of the recording.
    package var seconds: Double
    package var leaks: [Leak]
    /// What devices raised by themselves, home by home.
    package var alarms: [Alarm] = []

    package init(homes: Int, start: Int64, seconds: Double, leaks: [Leak]) {
        self.homes = homes
        self.start = start
        self.seconds = seconds
        self.leaks = leaks
    }

    /// One JSON object a line: the whole first, then each leak, then each device's alarm.
    package var lines: [UInt8] {
        var text = JSONText.object {
            $0.member("homes", homes)
            $0.member("start", start)
            $0.member("seconds", seconds, decimals: 0)
        }
        for leak in leaks {
            text.append(0x0A)
            text += JSONText.object {
                $0.member("valve", leak.valve)
                $0.member("begins", leak.begins)
                $0.member("ends", leak.ends)
                $0.member("rate", leak.rate, decimals: 2)
                if leak.to20.isFinite { $0.member("to20", leak.to20, decimals: 1) }
            }
        }
        for alarm in alarms {
            text.append(0x0A)
            text += JSONText.object {
                $0.member("valve", alarm.valve)
                $0.member("alarm", alarm.at)
            }
        }
        return text + [0x0A]
    }

    /// Reads what `lines` writes; nil when it is something else.
    package init?(lines: [UInt8]) {
        let objects = lines.split(separator: 0x0A).map { JSONValue(Array($0)) }
        guard let whole = objects.first ?? nil, let homes = whole["homes"]?.number,
            let start = whole["start"]?.number, let seconds = whole["seconds"]?.number
        else { return nil }
        self.init(homes: Int(homes), start: Int64(start), seconds: seconds, leaks: [])
        for object in objects.dropFirst() {
            if let valve = object?["valve"]?.text, let at = object?["alarm"]?.number {
                alarms.append(Alarm(valve: valve, at: Int64(at)))
                continue
            }
            guard let valve = object?["valve"]?.text, let begins = object?["begins"]?.number,
                let ends = object?["ends"]?.number, let rate = object?["rate"]?.number
            else { return nil }
            leaks.append(
                Leak(
                    valve: valve, begins: Int64(begins), ends: Int64(ends), rate: rate,
                    to20: object?["to20"]?.number ?? .infinity))
        }
    }
}
