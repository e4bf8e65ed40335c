internal import NIOCore
internal import NIOHTTP1
internal import NIOPosix

/// A small HTTP/1.1 client without TLS: for the daemon's loopback port and its socket file, and for
/// a web hook in the same network.
///
/// Every request has a connection of its own. At the rates of a person or a web hook that costs
/// nothing, and there is no pool that could hand out a connection the server has just closed.
package struct PlainHTTPClient: Sendable {
    package let target: HTTPTarget

    package init(_ target: HTTPTarget) {
        self.target = target
    }

    /// Sends a request and waits for the whole answer; every status is an answer.
    ///
    /// - Parameters:
    ///   - path: path and query, percent-encoded, starting with `/`.
    ///   - timeout: for connection and answer together.
    package func send(
        method: String = "GET", path: String, headers: [(name: String, value: String)] = [],
        body: [UInt8] = [], timeout: Duration = .seconds(10)
    ) async throws(HTTPFault) -> HTTPAnswer {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let promise = loop.makePromise(of: HTTPAnswer.self)
        let request = requestParts(method: method, path: path, headers: headers, body: body)
        let limit = TimeAmount(timeout)
        let place = target.description
        let connecting = connect(on: loop, within: limit)
        let connected = connecting.flatMapThrowing { channel in
            try channel.pipeline.syncOperations.addHandler(
                AnswerCollector(request, from: place, within: limit, completing: promise))
        }
        connected.whenFailure { promise.fail(Self.connectFault($0, place)) }
        do {
            return try await withTaskCancellationHandler {
                try await promise.futureResult.get()
            } onCancel: {
                promise.fail(HTTPFault.cancelled)
                connecting.whenSuccess { $0.close(promise: nil) }
            }
        } catch let fault as HTTPFault {
            throw fault
        } catch {
            throw .badAnswer("\(place): \(error)")
        }
    }

    /// Opens a stream of server-sent events and delivers them until the server or the reader ends
    /// it.
    ///
    /// - Parameter silenceMax: the stream fails with `timedOut` when not even a heartbeat came for
    ///   that long.
    /// - Returns: a stream that ends when the server closes it in order and throws `HTTPFault`
    ///   otherwise; a status other than 200 is thrown as `EventRefusal`.
    package func lines(
        path: String, headers: [(name: String, value: String)] = [],
        silenceMax: Duration = .seconds(15)
    ) -> AsyncThrowingStream<ServerEvent, any Error> {
        let request = requestParts(
            method: "GET", path: path,
            headers: headers + [(name: "Accept", value: "text/event-stream")], body: [])
        let place = target.description
        let limit = TimeAmount(silenceMax)
        let (events, continuation) = AsyncThrowingStream.makeStream(
            of: ServerEvent.self, bufferingPolicy: .bufferingOldest(EventCollector.bufferCountMax))
        let connecting = connect(
            on: MultiThreadedEventLoopGroup.singleton.next(), within: limit)
        let connected = connecting.flatMapThrowing { channel in
            try channel.pipeline.syncOperations.addHandler(IdleStateHandler(readTimeout: limit))
            try channel.pipeline.syncOperations.addHandler(
                EventCollector(request, from: place, into: continuation))
        }
        connected.whenFailure { continuation.finish(throwing: Self.connectFault($0, place)) }
        continuation.onTermination = { _ in
            connecting.whenSuccess { $0.close(promise: nil) }
        }
        return events
    }

    /// The request is written only to the connection that won: where a host has two addresses, a
    /// second connection may stand for a moment, and a change must not be asked for twice.
    private func connect(
        on loop: any EventLoop, within limit: TimeAmount
    ) -> EventLoopFuture<any Channel> {
        let bootstrap = ClientBootstrap(group: loop)
            .connectTimeout(limit)
            .channelInitializer { channel in
                channel.eventLoop.makeCompletedFuture {
                    try channel.pipeline.syncOperations.addHTTPClientHandlers()
                }
            }
        return switch target.place {
        case .tcp(let host, let port): bootstrap.connect(host: host, port: port)
        case .socket(let path): bootstrap.connect(unixDomainSocketPath: path)
        }
    }

    private func requestParts(
        method: String, path: String, headers: [(name: String, value: String)], body: [UInt8]
    ) -> RequestParts {
        var fields = HTTPHeaders(headers.map { ($0.name, $0.value) })
        if !fields.contains(name: "Host") { fields.add(name: "Host", value: target.hostHeader) }
        fields.replaceOrAdd(name: "Connection", value: "close")
        if !body.isEmpty || method == "POST" || method == "PUT" {
            fields.replaceOrAdd(name: "Content-Length", value: String(body.count))
        }
        let head = HTTPRequestHead(
            version: .http1_1, method: HTTPMethod(rawValue: method),
            uri: target.basePath.isEmpty && path.isEmpty ? "/" : target.basePath + path,
            headers: fields)
        return RequestParts(head: head, body: ByteBuffer(bytes: body))
    }

    private static func connectFault(_ error: any Error, _ place: String) -> HTTPFault {
        if let error = error as? IOError {
            return error.errnoCode == 13 || error.errnoCode == 1
                ? .notPermitted("\(place): permission denied")
                : .unreachable("\(place): \(reason(ofErrno: error.errnoCode))")
        }
        if let error = error as? NIOConnectionError {
            if error.connectionErrors.isEmpty {
                return .unreachable("\(place): the host \(error.host) is not known")
            }
            for single in error.connectionErrors {
                if let cause = single.error as? IOError {
                    return .unreachable("\(place): \(reason(ofErrno: cause.errnoCode))")
                }
            }
            return .unreachable("\(place): no connection within the time allowed")
        }
        if let error = error as? ChannelError, case .connectTimeout = error {
            return .unreachable("\(place): no connection within the time allowed")
        }
        return .unreachable("\(place): \(error)")
    }

    /// The numbers are Linux's own and the same on every architecture Swift runs on.
    private static func reason(ofErrno code: CInt) -> String {
        switch code {
        case 2: "there is no such socket"
        case 104: "the connection was reset"
        case 110: "no connection within the time allowed"
        case 111: "connection refused, nothing listens there"
        case 113: "no route to the host"
        default: "connection failed (errno \(code))"
        }
    }
}
