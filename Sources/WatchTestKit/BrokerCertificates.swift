internal import LinuxPlatform

/// A throw-away authority and a certificate for 127.0.0.1, made by the openssl command.
package final class TestCertificates: Sendable {
    /// The authority's certificate.
    package let caFile: String
    /// The server's certificate, signed by it.
    package let certificateFile: String
    /// The server's private key.
    package let keyFile: String
    /// Another authority that signed nothing here.
    package let strangerFile: String
    private let workspace: BrokerWorkspace

    /// Makes all four files; they go with the object.
    package init() throws {
        let workspace = try BrokerWorkspace()
        self.workspace = workspace
        caFile = workspace.file("ca.pem")
        certificateFile = workspace.file("server.pem")
        keyFile = workspace.file("server.key")
        strangerFile = workspace.file("stranger.pem")
        for (name, subject) in [("ca", "/CN=Test authority"), ("stranger", "/CN=Stranger")] {
            try TestCertificates.openssl(
                [
                    "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                    "-nodes", "-days", "2", "-subj", subject,
                    "-keyout", workspace.file("\(name).key"), "-out", workspace.file("\(name).pem"),
                ], in: workspace)
        }
        try TestCertificates.openssl(
            [
                "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-subj", "/CN=127.0.0.1", "-keyout", keyFile,
                "-out", workspace.file("server.csr"),
            ], in: workspace)
        try workspace.write("subjectAltName=IP:127.0.0.1\n", to: "server.ext")
        try TestCertificates.openssl(
            [
                "x509", "-req", "-in", workspace.file("server.csr"), "-CA", caFile,
                "-CAkey", workspace.file("ca.key"), "-CAcreateserial", "-days", "2",
                "-extfile", workspace.file("server.ext"), "-out", certificateFile,
            ], in: workspace)
    }

    private static func openssl(_ arguments: [String], in workspace: BrokerWorkspace) throws {
        let child: ChildProgram
        do {
            child = try ChildProgram(
                "openssl", arguments, outputPath: workspace.file("openssl.log"))
        } catch {
            throw TestBrokerFault.missing("openssl")
        }
        guard child.wait() == 0 else {
            throw TestBrokerFault.failed("openssl failed: " + workspace.text("openssl.log"))
        }
    }
}
