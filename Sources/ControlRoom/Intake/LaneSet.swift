internal import RingBuffer
internal import ValveModel
internal import ValveWire

/// The valve side's lanes: an intake and a ring each; what the lane threads fill and the watch
/// drains.
package struct LaneSet: Sendable {
    package let alarmIntake: ValveIntake
    package let reportIntakes: [ValveIntake]
    let alarms: RingConsumer<Reading>
    let reports: [RingConsumer<Reading>]
    let boxes: [ConflationBox]

    init(_ reportLaneCount: Int, _ scheme: TopicScheme, _ shared: IntakeShared) {
        let (alarmProducer, alarmConsumer) = SPSCRing<Reading>.make(
            capacityLog2: ValveIntake.alarmCapacityLog2)
        alarmIntake = ValveIntake(
            scheme: scheme, producer: alarmProducer, shared: shared, box: nil, lane: 0)
        alarms = alarmConsumer
        var intakes: [ValveIntake] = []
        var consumers: [RingConsumer<Reading>] = []
        var boxes: [ConflationBox] = []
        for lane in 0..<reportLaneCount {
            let (producer, consumer) = SPSCRing<Reading>.make(
                capacityLog2: ValveIntake.reportCapacityLog2)
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
