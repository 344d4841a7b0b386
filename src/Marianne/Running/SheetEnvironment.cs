namespace Marianne.Commands;

/// <summary>
/// Variables of the environment of this process while a script sheet runs. They belong to the process, so scripts that run
/// at once see each other's; a command does not. The last of them to end brings back what was there.
/// </summary>
internal sealed class SheetEnvironment : IDisposable
{
    private static readonly Dictionary<string, (string? Former, int Users)> Set = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly string[] _names;

    /// <summary>The variables that are set for scripts now, with what they are to everybody else.</summary>
    public static IReadOnlyDictionary<string, string?> Outside()
    {
        lock (Set)
            return Set.ToDictionary(variable => variable.Key, variable => variable.Value.Former);
    }

    /// <summary>Sets variables.</summary>
    public SheetEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        _names = [.. variables.Keys];
        lock (Set)
        {
            foreach ((string name, string value) in variables)
            {
                (string? former, int users) = Set.TryGetValue(name, out (string? Former, int Users) set)
                    ? set
                    : (Environment.GetEnvironmentVariable(name), 0);
                Set[name] = (former, users + 1);
                Environment.SetEnvironmentVariable(name, value);
            }
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        lock (Set)
        {
            foreach (string name in _names)
            {
                (string? former, int users) = Set[name];
                Set[name] = (former, users - 1);
                if (users > 1)
                    continue;

                Set.Remove(name);
                Environment.SetEnvironmentVariable(name, former);
            }
        }
    }
}
