internal import CMosquitto

/// What a client queues for the next `write`.
extension Client {
    /// Queues a subscription that also asks for what the broker has kept.
    func subscribe(_ filter: TopicFilter) -> Int32 {
        // Safety: `library` is the living client; the pattern is copied into the packet.
        unsafe mosquitto_subscribe_v5(
            library, nil, filter.pattern, filter.quality,
            Int32(MQTT_SUB_OPT_SEND_RETAIN_ALWAYS.rawValue), nil)
    }

    /// Queues a message and notes its identifier when it will be acknowledged.
    ///
    /// - Returns: the library's outcome, and the identifier when that is 0.
    func publish(_ message: OutboundMessage) -> (outcome: Int32, identifier: Int32) {
        // Safety: the property list is made and freed here; topic and payload are copied.
        var properties: OpaquePointer? = nil
        if let seconds = message.expirySeconds {
            let outcome = unsafe mosquitto_property_add_int32(
                &properties, Int32(MQTT_PROP_MESSAGE_EXPIRY_INTERVAL.rawValue), seconds)
            guard outcome == 0 else { return (outcome, 0) }
        }
        var identifier: Int32 = 0
        // Safety: as above.
        let outcome = unsafe mosquitto_publish_v5(
            library, &identifier, message.topic, Int32(message.payload.count), message.payload,
            message.quality, message.retained, properties)
        unsafe mosquitto_property_free_all(&properties)
        if outcome == 0 && message.quality > 0 { noted.await(identifier: identifier) }
        return (outcome, identifier)
    }

    /// Queues the DISCONNECT packet; the session stays for as long as the connect asked.
    func disconnect() -> Int32 {
        // Safety: `library` is the living client.
        unsafe mosquitto_disconnect(library)
    }
}
