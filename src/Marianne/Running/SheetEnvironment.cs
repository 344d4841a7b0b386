namespace Marianne.Commands;

/// <summary>
/// Sets environment variables of this process while a script sheet runs. Scripts that run concurrently see each other's
/// variables; commands do not. The last script that uses a variable restores its original value.
/// </summary>
internal sealed class SheetEnvironment : IDisposable
{
    private static readonly Dictionary<string, (string? Original, int Users)> Set = new(
        OperatingSystem.IsWindows() ? StringComparer.OrdinalIgnoreCase : StringComparer.Ordinal);

    private readonly string[] _names;

    /// <summary>Returns the variables that are currently set for scripts, with their original values.</summary>
    public static IReadOnlyDictionary<string, string?> Outside()
    {
        lock (Set)
            return Set.ToDictionary(variable => variable.Key, variable => variable.Value.Original);
    }

    /// <summary>Sets variables until the object is disposed.</summary>
    public SheetEnvironment(IReadOnlyDictionary<string, string> variables)
    {
        _names = [.. variables.Keys];
        lock (Set)
        {
            foreach ((string name, string value) in variables)
            {
                (string? original, int users) = Set.TryGetValue(name, out (string? Original, int Users) set)
                    ? set
                    : (Environment.GetEnvironmentVariable(name), 0);
                Set[name] = (original, users + 1);
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
                (string? original, int users) = Set[name];
                Set[name] = (original, users - 1);
                if (users > 1)
                    continue;

                Set.Remove(name);
                Environment.SetEnvironmentVariable(name, original);
            }
        }
    }
}
