namespace Qit.Hal.BasisSelector;

/// <summary>
/// A fast switch of the measurement basis (Pockels cell, EOM), clocked by the trial clock: one setting bit for each
/// trial, played from a short queue so that the processor need not keep up with every trial.
/// </summary>
public interface IBasisSelector
{
    /// <summary>Appends settings, eight trials a byte, least significant bit first. An empty queue stops the trial clock;
    /// it never repeats a setting.</summary>
    /// <param name="settings">The settings.</param>
    /// <param name="offset">First byte to take.</param>
    /// <param name="count">Bytes offered.</param>
    /// <param name="accepted">Bytes taken; the queue is full after them.</param>
    /// <returns><see cref="HalStatus.Ok"/> or <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Queue(byte[] settings, int offset, int count, out int accepted);
}
