/// What a processor brings from memory at a time.
@usableFromInline
enum CacheLine {
    /// 64 bytes on x86-64 and on the Arm cores of servers. Where lines are longer, a row is asked for
    /// twice, which costs an instruction.
    @usableFromInline static var byteCount: Int { 64 }
}
