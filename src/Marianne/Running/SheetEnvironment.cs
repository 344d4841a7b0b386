namespace Marianne.Commands;

/// <summary>
/// Variables of the environment of this process while a script sheet runs. They belong to the process, so scripts that run
/// at once see each other's: a command has an environment of its own.
/// </summary>
internal sealed class SheetEnvironment : IDisposable
{
    private readonly Dictionary<string, string?> _former = [];

    /// <summary>Sets variables.</summary>
    public SheetEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        foreach ((string name, string value) in variables)
        {
            _former[name] = Environment.GetEnvironmentVariable(name);
            Environment.SetEnvironmentVariable(name, value);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach ((string name, string? value) in _former)
            Environment.SetEnvironmentVariable(name, value);
    }
}
