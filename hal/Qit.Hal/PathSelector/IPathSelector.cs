namespace Qit.Hal.PathSelector;

/// <summary>
/// The optical switches of the one-way protocol at the pair source: one chooses the length of the path to detector 1, the
/// other which photon of a pair takes which path. No light passes while they move.
/// </summary>
public interface IPathSelector
{
    /// <summary>Number of lengths, 1 to 16.</summary>
    int LengthCount { get; }

    /// <summary>Goes to a configuration, or goes on going there: call it again until it is done. Never blocks.</summary>
    /// <param name="length">Which length, 0 to <see cref="LengthCount"/> - 1.</param>
    /// <param name="isSwapped">True puts the idler photon on path 1 and the signal photon on path 2, false the other way
    /// round. Another configuration than in the call before turns the switches round.</param>
    /// <returns><see cref="HalStatus.Ok"/> when light passes in this configuration (what is still on its way in a fibre is the
    /// caller's to wait for); <see cref="HalStatus.NotReady"/> while the switches move; <see cref="HalStatus.Timeout"/> when
    /// one is stuck; <see cref="HalStatus.Disconnected"/>.</returns>
    HalStatus Select(int length, bool isSwapped);
}
