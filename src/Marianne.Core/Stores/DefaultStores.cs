namespace Marianne.Stores;

/// <summary>
/// The stores of a process that is connected to none and does not specify one: the server that the environment variable
/// <c>MARIANNE_CONNECTION</c> names by a connection string or, if it is not set, the files of <see cref="DefaultPaths"/>.
/// </summary>
public static class DefaultStores
{
    /// <summary>The name of the environment variable.</summary>
    public const string Variable = "MARIANNE_CONNECTION";

    /// <summary>The location of the job store.</summary>
    /// <exception cref="MarianneException">InvalidParameter: <c>MARIANNE_HOME</c> is not a full path.</exception>
    public static StoreLocation Jobs => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } connection
        ? StoreLocation.OfServer(new ServerConnection(connection))
        : StoreLocation.Of(DefaultPaths.Jobs);

    /// <summary>Returns the location of the learning store that belongs to a job store, if no other one is specified.</summary>
    /// <param name="jobs">The location of the job store.</param>
    /// <exception cref="MarianneException">InvalidParameter: <c>MARIANNE_HOME</c> is not a full path.</exception>
    public static StoreLocation LearningOf(StoreLocation jobs)
    {
        ArgumentNullException.ThrowIfNull(jobs);
        return jobs.Kind switch
        {
            StoreKind.Postgres => jobs,
            StoreKind.Memory => StoreLocation.OfLearning(null),
            _ => StoreLocation.OfLearning(DefaultPaths.Learning),
        };
    }
}
