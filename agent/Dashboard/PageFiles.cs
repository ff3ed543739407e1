using System.Reflection;

namespace Qit.Agent.Dashboard;

/// <summary>The files of the page, built into the program: nothing to install, nothing to fetch from elsewhere.</summary>
internal static class PageFiles
{
    private const string Prefix = "page/";

    private static readonly Dictionary<string, (string ContentType, byte[] Body)> Files = Load();

    /// <summary>The file at a path of the site, or false.</summary>
    public static bool TryGet(string path, out string contentType, out byte[] body)
    {
        bool isKnown = Files.TryGetValue(path == "/" ? "/index.html" : path, out (string ContentType, byte[] Body) file);
        (contentType, body) = file;
        return isKnown;
    }

    private static Dictionary<string, (string ContentType, byte[] Body)> Load()
    {
        Assembly assembly = typeof(PageFiles).Assembly;
        var files = new Dictionary<string, (string ContentType, byte[] Body)>();
        foreach (string name in assembly.GetManifestResourceNames().Where(name => name.StartsWith(Prefix, StringComparison.Ordinal)))
        {
            using Stream stream = assembly.GetManifestResourceStream(name)!;
            var body = new byte[stream.Length];
            stream.ReadExactly(body);
            files["/" + name[Prefix.Length..]] = (ContentType(name), body);
        }
        return files;
    }

    private static string ContentType(string name) => Path.GetExtension(name) switch
    {
        ".html" => "text/html; charset=utf-8",
        ".css" => "text/css; charset=utf-8",
        ".js" => "text/javascript; charset=utf-8",
        ".svg" => "image/svg+xml",
        string other => throw new InvalidOperationException($"Page file {name}: no content type for {other}."),
    };
}
