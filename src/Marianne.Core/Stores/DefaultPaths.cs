using Marianne.Files;

namespace Marianne.Stores;

/// <summary>
/// The default paths of the stores: in the folder that the environment variable <c>MARIANNE_HOME</c> names, or in
/// <c>~/.marianne</c> if it is not set. Every program on a machine follows this rule, so that all see the same jobs.
/// </summary>
public static class DefaultPaths
{
    private const string Variable = "MARIANNE_HOME";

    /// <summary>The full path of the job store, an SQLite file.</summary>
    /// <exception cref="MarianneException">InvalidParameter: <c>MARIANNE_HOME</c> is not a full path.</exception>
    public static string Jobs => InHome("state.db");

    /// <summary>The full path of the learning store, an SQLite file.</summary>
    /// <exception cref="MarianneException">InvalidParameter: <c>MARIANNE_HOME</c> is not a full path.</exception>
    public static string Learning => InHome("global-learning.db");

    /// <summary>The full path of the folder with the user's own profiles of instruments.</summary>
    /// <exception cref="MarianneException">InvalidParameter: <c>MARIANNE_HOME</c> is not a full path.</exception>
    public static string Instruments => InHome("instruments");

    /// <summary>The full path of the folder with the output of the attempts that run on this machine.</summary>
    /// <exception cref="MarianneException">InvalidParameter: <c>MARIANNE_HOME</c> is not a full path.</exception>
    public static string RunningOutputs => InHome("running");

    private static string InHome(string file)
    {
        string? home = Environment.GetEnvironmentVariable(Variable);
        if (string.IsNullOrEmpty(home))
            home = "~/.marianne";

        // A relative path would mean another store in each folder, so that no job would be resumed.
        string folder = HomePath.Expand(home);
        return Path.IsPathFullyQualified(folder)
            ? Path.GetFullPath(Path.Combine(folder, file))
            : throw new MarianneException(
                MarianneError.InvalidParameter,
                $"The environment variable {Variable} is '{home}', which is not a full path. Set it to a full path, or to one that "
                + "begins with ~/.",
                home);
    }
}
