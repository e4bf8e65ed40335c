internal import CMosquitto
internal import LinuxPlatform

extension Link {
    private static func behind(_ userdata: UnsafeMutableRawPointer?) -> Link? {
        // Safety: userdata is the address of the link the client was made by, which outlives it.
        guard let userdata = unsafe userdata else { return nil }
        return unsafe Unmanaged<Link>.fromOpaque(userdata).takeUnretainedValue()
    }

    /// Callbacks run inside library calls of the owning worker and only note what happened.
    static func installCallbacks(on client: OpaquePointer) {
        // Safety: here and below the functions capture nothing and know only the userdata.
        unsafe mosquitto_connect_callback_set(client) { _, userdata, code in
            unsafe Link.behind(userdata)?.connack = code
        }
        // Safety: the library passes as many grants as it counts.
        unsafe mosquitto_subscribe_callback_set(client) { _, userdata, _, count, grants in
            guard let link = unsafe Link.behind(userdata), let grants = unsafe grants else {
                return
            }
            link.grantsMissing -= 1
            // 128 is how MQTT 3.1.1 says that a subscription was refused.
            for index in 0..<Int(count) where unsafe grants[index] >= 128 {
                link.refusedFilter = true
            }
        }
        // Safety: as above.
        unsafe mosquitto_publish_callback_set(client) { _, userdata, identifier in
            guard let link = unsafe Link.behind(userdata) else { return }
            link.unanswered.remove(identifier)
            // A set keeps the room that its last element had: 72 bytes of each of 29,000 links.
            if link.unanswered.isEmpty { link.unanswered = [] }
        }
        // Safety: the message lives for the call; its payload has the length it says.
        unsafe mosquitto_message_callback_set(client) { _, userdata, message in
            guard let link = unsafe Link.behind(userdata), let message = unsafe message?.pointee,
                let topic = unsafe message.topic, !link.isMuted
            else { return }
            let bytes = unsafe UnsafeRawBufferPointer(
                start: message.payload, count: Int(message.payloadlen))
            link.arrivals.messages.append(
                SwarmArrival(
                    member: link.number, topic: unsafe String(cString: topic),
                    payload: unsafe Array(bytes), nanoseconds: BootClock.nanoseconds()))
        }
    }
}
