namespace Qit.Hal.TrialRecorder;

/// <summary>
/// Latches one record for each trial of a Bell test: the setting that was really played and the outcome that was really
/// seen in the trial's window, so that no later step has to match the two.
/// </summary>
public interface ITrialRecorder
{
    /// <summary>Copies up to <paramref name="count"/> bytes of finished trials, eight trials a byte, least significant bit
    /// first. Never blocks.</summary>
    /// <param name="settings">Settings played, one bit a trial.</param>
    /// <param name="outcomes">Outcomes, one bit a trial; 1 is a click (a trial without a click is outcome 0, never dropped:
    /// dropping it would open the detection loophole).</param>
    /// <param name="offset">First index to write in both arrays.</param>
    /// <param name="count">Most bytes to copy.</param>
    /// <param name="read">Bytes copied.</param>
    /// <param name="firstTrial">Number of the first trial copied, a multiple of 8, counted by the common trial clock from
    /// the start of the run. A jump is a gap: those trials are lost.</param>
    /// <returns><see cref="HalStatus.Ok"/> or <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Read(byte[] settings, byte[] outcomes, int offset, int count, out int read, out long firstTrial);
}
