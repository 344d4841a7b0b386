<#
.SYNOPSIS
    Runs the Pester tests of the built module. Call it in a separate process, which the module then stays loaded in.

.PARAMETER PesterVersion
    The version of Pester, as build.ps1 downloaded it to .tools/modules.

.PARAMETER ResultFile
    The file that the counts are written to, as a CTRF report.
#>
[CmdletBinding()]
param(
    [Parameter(Mandatory)]
    [string] $PesterVersion,

    [Parameter(Mandatory)]
    [string] $ResultFile
)

$ErrorActionPreference = 'Stop'
Import-Module "$PSScriptRoot/../.tools/modules/Pester/$PesterVersion/Pester.psd1"

$run = Invoke-Pester -Configuration @{
    Run = @{ Path = "$PSScriptRoot/Module"; PassThru = $true }
    Output = @{ Verbosity = 'Normal' }
}

function New-Failure([string] $Name, [object[]] $ErrorRecord) {
    @{ name = $Name; status = 'failed'; message = $ErrorRecord -join "`n" }
}

@{
    reportFormat = 'CTRF'
    specVersion = '0.0.0'
    results = @{
        tool = @{ name = 'Pester'; version = $run.Version }
        summary = @{
            tests = $run.TotalCount
            passed = $run.PassedCount
            failed = $run.FailedCount
            skipped = $run.SkippedCount + $run.InconclusiveCount
            pending = 0
            other = $run.FailedContainersCount # Files whose discovery or setup failed.
        }
        tests = @(
            $run.Failed | ForEach-Object { New-Failure $_.ExpandedPath $_.ErrorRecord }
            $run.FailedContainers | ForEach-Object { New-Failure $_.Item $_.ErrorRecord }
        )
    }
} | ConvertTo-Json -Depth 5 | Set-Content $ResultFile

exit [int] ($run.Result -ne 'Passed')
