namespace Marianne.Runner.Tests;

/// <summary>A folder for one test, which goes away with it.</summary>
public abstract class WorkFolder : IDisposable
{
    protected string Folder { get; } = Directory.CreateTempSubdirectory("marianne-test-").FullName;

    public void Dispose()
    {
        Directory.Delete(Folder, recursive: true);
        GC.SuppressFinalize(this);
    }

    protected string At(string name) => Path.Combine(Folder, name);

    protected string Write(string name, string text)
    {
        File.WriteAllText(At(name), text);
        return At(name);
    }
}
