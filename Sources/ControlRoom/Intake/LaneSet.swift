internal import Foundation
internal import RingBuffer
internal import ValveModel
internal import ValveWire

/// How many slots the rings have, and what a lane does while one is full.
package struct RingSizes: Sendable {
    /// Binary logarithm of a report ring's slots: at 29,000 reports a second, more than two seconds
    /// of a stopped watch before anything is merged; 4 MiB.
    package var reportLog2 = 16
    /// The same of the alarm ring: one batch of the lane (4,096) four times over, so that the lane
    /// waits for the disk and not for the watch; 1 MiB.
    package var alarmLog2 = 14
    /// Gives the watch a moment to make room. It drains 4,096 records in less than a millisecond,
    /// so a shorter pause would only take its processor.
    package var whenFull: @Sendable () -> Void = { usleep(500) }

    package init() {}
}

/// The valve side's lanes: an intake and a ring each; what the lane threads fill and the watch
/// drains.
package struct LaneSet: Sendable {
    package let alarmIntake: ValveIntake
    package let reportIntakes: [ValveIntake]
    let alarms: RingConsumer<Reading>
    let reports: [RingConsumer<Reading>]
    let boxes: [ConflationBox]

    init(
        _ reportLaneCount: Int, _ sizes: RingSizes, _ scheme: TopicScheme, _ shared: IntakeShared
    ) {
        let (alarmProducer, alarmConsumer) = SPSCRing<Reading>.make(
            capacityLog2: sizes.alarmLog2)
        alarmIntake = ValveIntake(
            scheme: scheme, producer: alarmProducer, shared: shared, box: nil, lane: 0)
        alarms = alarmConsumer
        var intakes: [ValveIntake] = []
        var consumers: [RingConsumer<Reading>] = []
        var boxes: [ConflationBox] = []
        for lane in 0..<reportLaneCount {
            let (producer, consumer) = SPSCRing<Reading>.make(
                capacityLog2: sizes.reportLog2)
            let box = ConflationBox()
            intakes.append(
                ValveIntake(
                    scheme: scheme, producer: producer, shared: shared, box: box,
                    lane: UInt8(clamping: lane + 1)))
            consumers.append(consumer)
            boxes.append(box)
        }
        reportIntakes = intakes
        reports = consumers
        self.boxes = boxes
    }
}
