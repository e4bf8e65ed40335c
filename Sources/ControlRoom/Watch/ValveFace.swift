package import ValveModel
package import ValveWatch

/// What is published of a valve's row for readers outside the watch thread: at most 120 bytes, so
/// that one publication is one slot of the snapshot table.
package struct ValveFace: Sendable, BitwiseCopyable {
    package var heardAt: Moment
    package var gasAt: Moment
    package var testUntil: Moment
    package var valveClock: Int64
    package var boot: UInt32
    package var sequence: UInt32
    package var area: Area
    package var gas: Float
    package var flow: Float
    package var pressure: Float
    package var current: KindSet
    package var latched: KindSet
    package var temperatureTenths: Int16
    package var flags: ReadingFlags
    package var battery: UInt8
    package var signalLoss: UInt8
    package var position: Position
    package var alarm: Alarm
    package var cause: ShutoffCause
    package var link: ValveState.Link
    package var profile: UInt8
    package var isHeard: Bool
    package var isGasRising: Bool

    package init(of valve: ValveIndex, _ detector: borrowing Detector) {
        let state = detector.state(of: valve)
        heardAt = state.heardAt
        gasAt = state.gasAt
        testUntil = detector.testUntil(of: valve)
        valveClock = state.valveClock
        boot = state.boot
        sequence = state.sequence
        area = state.area
        gas = state.gas
        flow = state.flow
        pressure = state.pressure
        current = state.current
        latched = state.latched
        temperatureTenths = state.temperatureTenths
        flags = state.flags
        battery = state.battery
        signalLoss = state.signalLoss
        position = state.position
        alarm = state.alarm
        cause = state.cause
        link = state.link
        profile = state.profile
        isHeard = state.isHeard
        isGasRising = state.isGasRising
    }
}
