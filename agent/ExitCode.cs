namespace Qit.Agent;

/// <summary>What the process says when it ends.</summary>
public static class ExitCode
{
    /// <summary>Done; the answer is good.</summary>
    public const int Good = 0;

    /// <summary>Done; the answer is no: no peak, nothing certified.</summary>
    public const int AnswerIsNo = 1;

    /// <summary>Bad usage or bad input.</summary>
    public const int BadInput = 2;

    /// <summary>Ctrl-C came before there was an answer (128 + SIGINT, as shells count).</summary>
    public const int Interrupted = 130;
}
