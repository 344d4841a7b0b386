using Marianne.Files;
using Marianne.Text;

namespace Marianne.Jobs;

/// <summary>
/// What does not change of a job from one start of its score to the next: its name, and the folder in which its sheets work. A
/// store gives a key to one unfinished job at a time.
/// </summary>
public sealed record JobKey
{
    private JobKey(string name, string workspace)
    {
        Name = name;
        Workspace = workspace;
    }

    /// <summary>The job's name.</summary>
    public string Name { get; }

    /// <summary>
    /// The real path of the workspace: its links are followed, and its names have the case that the file system has.
    /// </summary>
    public string Workspace { get; }

    /// <summary>The key as 64 characters, of which file names and database keys can be made.</summary>
    public string Hash => HexHash.Of($"{Name}\0{Workspace}", 64);

    /// <summary>Returns the key of a score.</summary>
    /// <param name="name">The name of the score.</param>
    /// <param name="workspace">The path of the workspace, which need not exist.</param>
    public static JobKey Of(string name, string workspace)
    {
        ArgumentNullException.ThrowIfNull(name);
        ArgumentException.ThrowIfNullOrEmpty(workspace);
        return new JobKey(name, StoredCase.Of(RealPath.Of(workspace)));
    }
}
