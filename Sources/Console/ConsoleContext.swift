import Hummingbird
import NIOCore

/// What a request's connection says of who asks.
struct ConsoleContext: RequestContext {
    /// The kernel's `struct ucred`: three words, in this order since the option exists (unix(7)).
    private struct Credentials {
        var process: Int32 = 0
        var user: UInt32 = 0
        var group: UInt32 = 0
    }

    /// `SO_PEERCRED` of the kernel's generic socket header, which NIO does not name.
    private static let peerCredentials = NIOBSDSocket.Option(rawValue: 17)

    var coreContext: CoreRequestContextStorage
    private let channel: any Channel

    init(source: ApplicationRequestContextSource) {
        coreContext = CoreRequestContextStorage(source: source)
        channel = source.channel
    }

    /// The user at the other end of the unix socket, as the kernel knows it and whatever the request
    /// says; `nil` where it cannot be told.
    func peerUser() async -> UInt32? {
        guard let options = channel as? any SocketOptionProvider else { return nil }
        // Safety: the kernel writes at most the twelve bytes of this struct, in which every bit pattern
        // is a value.
        let asked: EventLoopFuture<Credentials> = options.unsafeGetSocketOption(
            level: .socket, name: Self.peerCredentials)
        return try? await asked.get().user
    }
}
