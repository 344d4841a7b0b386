namespace Marianne.Stores;

/// <summary>
/// Where state is kept when nobody says where: <c>~/.marianne</c>, or the folder that the environment variable
/// <c>MARIANNE_HOME</c> names. All that uses Marianne on a machine follows this rule, so that it sees the same jobs.
/// </summary>
public static class DefaultPaths
{
    /// <summary>The SQLite file of the jobs, a full path.</summary>
    public static string Jobs => InHome("state.db");

    /// <summary>The SQLite file of what was learned, a full path.</summary>
    public static string Learning => InHome("global-learning.db");

    private static string InHome(string file)
    {
        string? home = Environment.GetEnvironmentVariable("MARIANNE_HOME");
        if (string.IsNullOrEmpty(home))
            home = Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile), ".marianne");
        return Path.GetFullPath(Path.Combine(home, file));
    }
}
