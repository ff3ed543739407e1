namespace Qit.Agent.Commands;

/// <summary>A file that appears under its name only when it is whole: written beside it, renamed by <see cref="Commit"/>,
/// deleted otherwise.</summary>
internal sealed class WholeFile : IDisposable
{
    private readonly string partial;

    public WholeFile(string path)
    {
        Path = path;
        if (Directory.Exists(path))
            throw new IOException($"{path} is a directory");
        partial = path + ".partial";
        Stream = new FileStream(partial, FileMode.Create, FileAccess.Write);
    }

    public string Path { get; }

    public FileStream Stream { get; }

    public bool IsCommitted { get; private set; }

    /// <summary>Brings everything to the disk: after this a full disk can no longer be met.</summary>
    public void Finish()
    {
        Stream.Flush(flushToDisk: true);
        Stream.Dispose();
    }

    /// <summary>Gives the finished file its name.</summary>
    public void Commit()
    {
        File.Move(partial, Path, overwrite: true);
        IsCommitted = true;
    }

    public void Dispose()
    {
        // What a full disk refused is given up with the file.
        try
        {
            Stream.Dispose();
        }
        catch (IOException)
        {
            // The fault that led here is already on its way to the user.
        }
        finally
        {
            if (!IsCommitted)
                File.Delete(partial);
        }
    }
}
