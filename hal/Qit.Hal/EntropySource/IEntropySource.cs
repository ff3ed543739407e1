namespace Qit.Hal.EntropySource;

/// <summary>
/// Raw noise, before conditioning. Bits may be biased and correlated. Uniform bits come out of an extractor,
/// never from here.
/// </summary>
public interface IEntropySource
{
    /// <summary>Min-entropy that the source's noise model claims, in thousandths of a bit per byte (0 to 8000).
    /// Health tests are cut to this claim.</summary>
    int ClaimedMillibitsPerByte { get; }

    /// <summary>Copies up to <paramref name="count"/> raw bytes. Never blocks.</summary>
    /// <param name="buffer">Where to put them.</param>
    /// <param name="offset">First index to write.</param>
    /// <param name="count">Most bytes to copy.</param>
    /// <param name="read">Bytes copied; 0 when none are ready.</param>
    /// <returns><see cref="HalStatus.Ok"/>; <see cref="HalStatus.Overrun"/> when the first byte does not follow the last
    /// one of the call before; <see cref="HalStatus.NotReady"/> during start-up; <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Read(byte[] buffer, int offset, int count, out int read);
}
