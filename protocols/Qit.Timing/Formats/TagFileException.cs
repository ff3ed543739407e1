namespace Qit.Timing.Formats;

/// <summary>A tag file that cannot be used. The message is one line: file, place, what is wrong and what would be
/// right.</summary>
public sealed class TagFileException : Exception
{
    /// <summary>Creates the exception for a whole file.</summary>
    public TagFileException(string sourceName, string problem)
        : base($"{sourceName}: {problem}")
    {
        SourceName = sourceName;
    }

    /// <summary>Creates the exception for one place in a file.</summary>
    /// <param name="sourceName">Name of the file.</param>
    /// <param name="placeKind">"record" or "line".</param>
    /// <param name="place">Number of the record or line, from 1.</param>
    /// <param name="problem">What is wrong and what would be right.</param>
    public TagFileException(string sourceName, string placeKind, long place, string problem)
        : base($"{sourceName}: {placeKind} {place}: {problem}")
    {
        SourceName = sourceName;
        Place = place;
    }

    /// <summary>Creates the exception around the failure of a file operation.</summary>
    public TagFileException(string sourceName, string problem, Exception inner)
        : base($"{sourceName}: {problem}", inner)
    {
        SourceName = sourceName;
    }

    /// <summary>Name of the file.</summary>
    public string SourceName { get; }

    /// <summary>Record or line number from 1, or 0 when the whole file is meant.</summary>
    public long Place { get; }
}
