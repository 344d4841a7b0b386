#Requires -Version 7.4

<#
.SYNOPSIS
    Writes the SHA-256 checksum of every file under a folder, and survives being killed.

.DESCRIPTION
    The work is a job of Marianne: each batch of files is a sheet, and each sheet is checkpointed before the next one
    starts. When the script is killed, start it again with the same path: it finds its unfinished job and goes on
    with the sheet that was cut short.

    The list of files is fixed when the job is made, so that a sheet holds the same files in every run. A sheet's
    checksums appear in its own CSV file in one step: run twice, it leaves no line twice. A file that cannot be read
    has its error in place of its checksum.

.PARAMETER Path
    The folder. Default: where the .NET SDK is installed.

.PARAMETER OutputFolder
    Where a new job makes the folder of its results. Default: checksums, in the current folder.

.PARAMETER BatchSize
    How many files are in a sheet of a new job, 1 to 100000. Default: 200.

.EXAMPLE
    ./examples/Get-Checksums.ps1

    Starts, or goes on with, the checksums of the .NET SDK.

.EXAMPLE
    ./examples/Get-Checksums.ps1 -Path /srv/photos -OutputFolder /srv/checksums -BatchSize 1000

    Starts, or goes on with, the checksums of a folder of photos.

.OUTPUTS
    The job.
#>
[CmdletBinding()]
param(
    [Parameter(Position = 0)]
    [ValidateScript({ Test-Path -LiteralPath $_ -PathType Container }, ErrorMessage = "There is no folder '{0}'.")]
    [string] $Path = (Split-Path (Get-Item (Get-Command dotnet).Source).ResolvedTarget),

    [ValidateNotNullOrWhiteSpace()]
    [string] $OutputFolder = 'checksums',

    [ValidateRange(1, 100000)]
    [int] $BatchSize = 200
)

Set-StrictMode -Version 3.0
$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../Marianne.psd1"

# The last job of this folder that is not over.
function Find-ChecksumJob {
    Get-MarianneJob -Name 'Checksums of *' |
        Where-Object { $_.Name -ceq $name -and -not $_.IsFinished } |
        Select-Object -First 1
}

# The list of files is there before its job is: a job that exists can always be played.
function Start-ChecksumJob {
    $quietly = @{ ErrorAction = 'SilentlyContinue'; ErrorVariable = 'problems' }
    $files = Get-ChildItem -LiteralPath $Path -File -Recurse -Force @quietly |
        ForEach-Object FullName |
        Sort-Object -CaseSensitive
    $problems | Write-Warning
    if (-not $files) {
        throw "There is no file in '$Path'."
    }

    $id = "checksums-$(Get-Date -Format yyyyMMdd-HHmmss)"
    $results = New-Item (Join-Path $OutputFolder $id) -ItemType Directory
    ConvertTo-Json @($files) | Set-Content -LiteralPath (Join-Path $results files.json)

    $sheets = [Math]::Ceiling(@($files).Count / $BatchSize)
    New-MarianneJob -Id $id -Name $name -TotalSheets $sheets -Config @{
        Results = $results.FullName
        BatchSize = $BatchSize
    }
}

function Get-Checksum([string] $File) {
    $checksum = [ordered]@{ Path = $File; Sha256 = $null; Error = $null }
    try {
        $checksum.Sha256 = (Get-FileHash -LiteralPath $File -Algorithm SHA256).Hash
    } catch {
        $checksum.Error = $_.Exception.Message
    }

    [pscustomobject] $checksum
}

$Path = [IO.Path]::TrimEndingDirectorySeparator((Convert-Path -LiteralPath $Path))
$name = "Checksums of $Path"

$job = Find-ChecksumJob
if (-not $job) {
    $job = Start-ChecksumJob
} elseif ($job.IsZombie) {
    Repair-MarianneJob -Id $job.Id
} elseif ($job.Status -eq 'Running' -and $job.Pid -ne $PID) {
    throw "Process $($job.Pid) is working on '$Path' already, in job $($job.Id)."
}

$results = $job.ConfigSnapshot.Results
$size = $job.ConfigSnapshot.BatchSize
$files = @(Get-Content -LiteralPath (Join-Path $results files.json) -Raw | ConvertFrom-Json)

try {
    while ($sheet = Get-MarianneSheet -JobId $job.Id -Next) {
        $progress = @{
            Activity = $name
            Status = "Sheet $($sheet.Number) of $($job.TotalSheets)"
            PercentComplete = 100 * ($sheet.Number - 1) / $job.TotalSheets
        }
        Write-Progress @progress

        $sheet | Set-MarianneSheet -Status InProgress
        try {
            $batch = $files | Select-Object -Skip (($sheet.Number - 1) * $size) -First $size
            $csv = Join-Path $results ('sheet-{0:d4}.csv' -f $sheet.Number)
            $batch | ForEach-Object { Get-Checksum $_ } | Export-Csv -LiteralPath "$csv.new"
            Move-Item -LiteralPath "$csv.new" $csv -Force
            $sheet | Set-MarianneSheet -Status Completed
        } catch {
            $sheet | Set-MarianneSheet -Status Failed -ErrorMessage $_.Exception.Message
            throw
        } finally {
            # The attempt, however it ended, goes into the job's history.
            Get-MarianneSheet -JobId $job.Id -Number $sheet.Number | Add-MarianneExecution
        }
    }
} finally {
    # An error or Ctrl+C ended the loop: whoever looks at the job sees that nobody works on it.
    if ($sheet) {
        Suspend-MarianneJob -Id $job.Id
    }
}

$unreadable = @(Get-ChildItem -LiteralPath $results -Filter *.csv | Import-Csv | Where-Object Error)
if ($unreadable) {
    Write-Warning "$($unreadable.Count) of $($files.Count) files could not be read; their errors are in $results."
}

Get-MarianneJob -Id $job.Id
