using System.Management.Automation;
using Marianne.Stores;

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
        string? path = PowerShellValue.Unwrap(inputData) switch
        {
            string text => text,
            FileSystemInfo item => item.FullName,
            PathInfo location => location.ProviderPath,
            _ => null,
        };
        return path is null ? inputData : Open(path, engineIntrinsics.SessionState);
    }

    /// <summary>Creates the store at a path. Nothing is read or created before it is used.</summary>
    internal static MarianneStore Open(string path, SessionState session)
    {
        try
        {
            StoreLocation location = StoreLocation.Of(new PathResolver(session).Resolve(path));
            return new MarianneStore(location, DefaultPaths.Learning, owner: null) { IsOwnedByCommand = true };
        }
        catch (MarianneException error)
        {
            throw new ArgumentTransformationMetadataException(error.Message, error);
        }
    }
}
