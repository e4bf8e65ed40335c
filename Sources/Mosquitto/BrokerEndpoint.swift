internal import LinuxPlatform

/// Where the broker listens and how this program proves who it is.
public struct BrokerEndpoint: Equatable, Sendable {
    /// The name or address of the broker. Not used when `socketPath` is set.
    public var host: String
    /// Its TCP port, 1–65535. Not used when `socketPath` is set.
    public var port: Int
    /// The unix socket it listens on, or nil for TCP. Cheaper per message than TCP by a third.
    public var socketPath: String?
    /// The user name to log in with, or nil for none.
    public var username: String?
    /// The password to log in with, or nil for none.
    public var password: String?
    /// The certificates (PEM) that may have signed the broker's. Setting it turns TLS on.
    public var caFile: String?
    /// This program's certificate (PEM) for a broker that asks for one.
    public var certificateFile: String?
    /// The private key (PEM, no passphrase) of that certificate.
    public var keyFile: String?

    /// An endpoint from its parts; by default the usual port of this machine, in the clear.
    public init(
        host: String = "127.0.0.1", port: Int = 1883, socketPath: String? = nil,
        username: String? = nil, password: String? = nil, caFile: String? = nil,
        certificateFile: String? = nil, keyFile: String? = nil
    ) {
        self.host = host
        self.port = port
        self.socketPath = socketPath
        self.username = username
        self.password = password
        self.caFile = caFile
        self.certificateFile = certificateFile
        self.keyFile = keyFile
    }

    /// Checks what can be known before a connection: the port, and that the TLS files are there,
    /// readable and PEM. Certificate and key are matched and trusted only while connecting.
    ///
    /// - Throws: the first fault found.
    public func check() throws(BrokerFault) {
        if let socketPath {
            guard !socketPath.isEmpty else { throw .endpoint("The socket path is empty.") }
            guard caFile == nil else {
                throw .endpoint("A unix socket cannot use TLS: leave out socket or ca.")
            }
        } else {
            guard !host.isEmpty else { throw .endpoint("The broker's host is empty.") }
            guard (1...65_535).contains(port) else {
                throw .endpoint("The broker's port \(port) is not between 1 and 65535.")
            }
        }
        guard (certificateFile == nil) == (keyFile == nil) else {
            throw .endpoint("A certificate and its key are given together or not at all.")
        }
        guard certificateFile == nil || caFile != nil else {
            throw .endpoint("A client certificate needs a ca file: without it there is no TLS.")
        }
        try BrokerEndpoint.checkPEM(caFile, holds: "CERTIFICATE")
        try BrokerEndpoint.checkPEM(certificateFile, holds: "CERTIFICATE")
        try BrokerEndpoint.checkPEM(keyFile, holds: "PRIVATE KEY")
    }

    private static func checkPEM(_ path: String?, holds label: String) throws(BrokerFault) {
        guard let path else { return }
        do {
            if try PEMFile.holds(label, in: path) { return }
        } catch {
            throw .file(error)
        }
        throw .certificate(path: path, expected: "a PEM block \(label)")
    }

    /// libmosquitto takes a unix socket as host with port 0.
    var target: (host: String, port: Int32) {
        socketPath.map { ($0, 0) } ?? (host, Int32(port))
    }
}
