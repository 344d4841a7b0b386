using System.Management.Automation;
using Marianne.Stores;
using Marianne.Text;

namespace Marianne.Commands;

/// <summary>
/// Converts a path to a store, with the meaning that paths have for <c>Connect-Marianne</c>. The store belongs to the command: it
/// is closed when the command ends, and it is not the store of the session.
/// </summary>
[AttributeUsage(AttributeTargets.Property | AttributeTargets.Field)]
public sealed class StorePathAttribute : ArgumentTransformationAttribute
{
    /// <inheritdoc/>
    public override object Transform(EngineIntrinsics engineIntrinsics, object inputData)
    {
        ArgumentNullException.ThrowIfNull(engineIntrinsics);
        return PathOf(inputData) is { } path ? Open(path, engineIntrinsics.SessionState) : inputData;
    }

    /// <summary>Returns the location that a path means.</summary>
    /// <exception cref="MarianneException">InvalidParameter: the path is not valid.</exception>
    internal static StoreLocation LocationOf(string path, SessionState session)
    {
        StoreLocation.CheckPath(path);
        return StoreLocation.Of(new PathResolver(session).Resolve(path));
    }

    /// <summary>Returns the path that a text, a file, a folder or a location is, or <c>null</c> for anything else.</summary>
    internal static string? PathOf(object input) => PowerShellValue.Unwrap(input) switch
    {
        string text => text,
        FileSystemInfo item => item.FullName,
        PathInfo location => location.ProviderPath,
        _ => null,
    };

    /// <summary>Creates the store at a path. Nothing is read or created before it is used.</summary>
    internal static MarianneStore Open(string path, SessionState session)
    {
        try
        {
            StoreLocation location = LocationOf(path, session);
            return new MarianneStore(location, DefaultStores.LearningOf(location), owner: null) { IsOwnedByCommand = true };
        }
        catch (MarianneException error)
        {
            throw new ArgumentTransformationMetadataException(TerminalText.Message(error.Message), error);
        }
    }
}
