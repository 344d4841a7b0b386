namespace Marianne.Stores;

/// <summary>
/// The default paths of the stores: in the folder that the environment variable <c>MARIANNE_HOME</c> names, or in
/// <c>~/.marianne</c> if it is not set. Every program on a machine follows this rule, so that all see the same jobs.
/// </summary>
public static class DefaultPaths
{
    /// <summary>The full path of the job store, an SQLite file.</summary>
    public static string Jobs => InHome("state.db");

    /// <summary>The full path of the learning store, an SQLite file.</summary>
    public static string Learning => InHome("global-learning.db");

    private static string InHome(string file)
    {
        string? home = Environment.GetEnvironmentVariable("MARIANNE_HOME");
        if (string.IsNullOrEmpty(home))
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".marianne");
        return Path.GetFullPath(Path.Combine(home, file));
    }
}
