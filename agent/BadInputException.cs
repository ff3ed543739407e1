namespace Qit.Agent;

/// <summary>The user's input is wrong. The message is one line that names it and says what would be right; the process
/// prints it and ends with exit code 2.</summary>
public sealed class BadInputException : Exception
{
    /// <summary>Names the input and what would be right.</summary>
    public BadInputException(string message)
        : base(message)
    {
    }

    /// <summary>Names the input and what would be right.</summary>
    public BadInputException(string message, Exception inner)
        : base(message, inner)
    {
    }
}
