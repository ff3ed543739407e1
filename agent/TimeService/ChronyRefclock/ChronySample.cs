// The datagram of chronyd's SOCK reference clock on hosts with 64-bit longs (refclock_sock.c, struct sock_sample), in the
// host's byte order:
//    0  long    seconds of the system time of the measurement
//    8  long    its microseconds
//   16  double  offset, seconds: true time - system time. With pulse = 1 chronyd takes the opposite sign; so pulse is 0.
//   24  int     pulse      28  int  leap      32  int  padding      36  int  magic, "SOCK"
using System.Runtime.InteropServices;

namespace Qit.Agent.TimeService.ChronyRefclock;

/// <summary>Writes samples for chronyd.</summary>
internal static class ChronySample
{
    /// <summary>Bytes of a sample.</summary>
    public const int Length = 40;

    private const int Magic = 0x534f434b;

    /// <summary>Writes a sample.</summary>
    /// <param name="destination"><see cref="Length"/> bytes.</param>
    /// <param name="systemUnixNanoseconds">System time of the measurement, nanoseconds since 1970 UTC, from 0.</param>
    /// <param name="trueMinusSystemSeconds">True time minus system time then, seconds. Positive: the system is behind.</param>
    /// <exception cref="ArgumentOutOfRangeException">The offset is not a finite number, or the time is before 1970.</exception>
    public static void Write(Span<byte> destination, long systemUnixNanoseconds, double trueMinusSystemSeconds)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(systemUnixNanoseconds);
        if (!double.IsFinite(trueMinusSystemSeconds))
            throw new ArgumentOutOfRangeException(nameof(trueMinusSystemSeconds), trueMinusSystemSeconds, "is not finite");
        destination[..Length].Clear();
        const long Second = 1_000_000_000;
        MemoryMarshal.Write(destination, systemUnixNanoseconds / Second);
        MemoryMarshal.Write(destination[8..], systemUnixNanoseconds % Second / 1000);
        MemoryMarshal.Write(destination[16..], trueMinusSystemSeconds);
        MemoryMarshal.Write(destination[36..], Magic);
    }
}
