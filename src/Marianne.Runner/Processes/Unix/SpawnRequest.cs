namespace Marianne.Processes;

/// <summary>A program to start in a session of its own.</summary>
/// <param name="Arguments">The arguments, including the name of the program.</param>
/// <param name="Environment">All environment variables.</param>
/// <param name="Folder">The full path of the folder in which the program starts.</param>
/// <param name="Descriptors">
/// The descriptors of this process that the program gets, by their numbers there. The others are closed, and without a
/// standard input the program reads from <c>/dev/null</c>.
/// </param>
internal sealed record SpawnRequest(
    IReadOnlyList<string> Arguments,
    IReadOnlyDictionary<string, string> Environment,
    string Folder,
    IReadOnlyDictionary<int, int> Descriptors);
