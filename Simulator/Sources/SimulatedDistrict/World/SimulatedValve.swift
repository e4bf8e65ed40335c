internal import ValveModel

/// A valve and its home between two messages.
struct SimulatedValve {
    let place: ValvePlace
    let dice: Dice
    /// Its riser's number among those of the fleet.
    let riser: Int
    var boot: UInt32
    var seq: UInt32 = 0
    var position = Position.open
    var flags = ReadingFlags()
    var online = true
    /// Index of its leak in the world's list; nil while it is tight.
    var leak: Int?
    /// The last command it acted on and what became of it.
    var command: String?
    var commandOutcome = CommandOutcome.none
    /// What an event other than a leak does to its readings.
    var pressureOffset = 0.0
    var flowOffset = 0.0
    /// Since when the home has had no supply; nil while it has.
    var supplyLost: Instant?
    /// Seconds in which the homes around draw the pressure down to a third.
    var emptying = 10.0
    /// It does not move, whoever asks.
    var isStuck = false
    /// Its messages are marked as an inspection's.
    var isTest = false
    /// What is in the air besides gas, as the sensor reads it, %LEL.
    var fumes = 0.0
    /// Seconds its clock is off.
    var clockOffset = 0.0
    /// Alarms without a receipt yet, in their order.
    var owed: [FleetWorld.AlarmKey] = []

    init(_ place: ValvePlace, number: Int, riser: Int, dice: Dice, boot: UInt32) {
        self.place = place
        self.dice = dice.subject(UInt64(number))
        self.riser = riser
        self.boot = boot
    }

    // What a home and its device are like is drawn from its dice whenever it is asked for: the
    // answer is the same each time, and 120 bytes of each of 29,000 valves are not kept.

    var habits: Habits { Habits(dice.subject("habits")) }
    var sensor: GasSensor { GasSensor(dice) }
    var health: DeviceHealth { DeviceHealth(dice, floor: place.floor) }
    var limits: SelfClosing { SelfClosing(dice) }

    /// Whether nothing happens here yet, so that an event may begin.
    var isQuiet: Bool {
        online && leak == nil && position == .open && flags.isEmpty && pressureOffset == 0
            && flowOffset == 0 && supplyLost == nil && fumes == 0 && !isTest && !isStuck
    }
}

/// What became of a command, in the contract's words.
enum CommandOutcome: String {
    case accepted, closed, done, failed, refused
    /// There was no command.
    case none = ""
}

/// A leak that was begun, and the home around it.
struct ActiveLeak {
    /// What the valve does when the detector trips.
    enum Closing {
        /// It closes by itself within a second.
        case atOnce
        /// Its own reaction fails, a command closes it.
        case onCommand
        /// It is stuck until a team is there.
        case never
        /// The detector is silent; the reports show the gas, and a command closes it.
        case silent
    }

    let valve: Int
    var room: LeakRoom
    var filter = FirmwareFilter()
    /// The gas that the detector shows of it, %LEL.
    var shown = 0.0
    let closing: Closing
    var tripped = false
    /// Until when the room has been calculated.
    var calculated: Instant
}
