namespace Marianne.Storage.Relational;

/// <summary>Reads the SQL scripts that are embedded in this assembly.</summary>
internal static class EmbeddedScript
{
    /// <summary>Returns a script.</summary>
    /// <param name="name">The name of its file.</param>
    public static string Read(string name)
    {
        using Stream stream = typeof(EmbeddedScript).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
