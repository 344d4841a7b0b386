@{
    RootModule             = 'bin/Marianne.dll'
    ModuleVersion          = '0.1.0'
    GUID                   = '6d3c1f8e-52f4-4a7b-9a43-0f1f9a1c7e55'
    Author                 = 'Marianne contributors'
    CompanyName            = 'Marianne contributors'
    Copyright              = 'Copyright (c) 2026 Marianne contributors'
    Description            = 'Durable jobs that learn: a runbook splits its work into sheets, and a crashed run resumes where it stopped.'
    PowerShellVersion      = '7.4'
    CompatiblePSEditions   = @('Core')

    # The types of the views' properties are in it, so it comes before them.
    RequiredAssemblies     = @('bin/Marianne.dll')
    TypesToProcess         = @('bin/Marianne.Types.ps1xml')
    FormatsToProcess       = @('bin/Marianne.Format.ps1xml')

    CmdletsToExport        = @(
        'Connect-Marianne'
        'Get-MarianneStore'
        'Disconnect-Marianne'
        'New-MarianneJob'
        'Get-MarianneJob'
        'Save-MarianneCheckpoint'
        'Remove-MarianneJob'
        'Clear-MarianneHistory'
        'Get-MarianneRetention'
        'Set-MarianneRetention'
        'Get-MarianneSheet'
        'Set-MarianneSheet'
        'Start-MarianneSheet'
        'Suspend-MarianneJob'
        'Resume-MarianneJob'
        'Stop-MarianneJob'
        'Wait-MarianneJob'
        'Watch-MarianneJob'
        'Repair-MarianneJob'
        'Repair-MarianneStore'
        'Add-MarianneExecution'
        'Get-MarianneExecution'
        'Get-MarianneOutput'
        'Get-MarianneApproval'
        'Approve-MarianneSheet'
        'Deny-MarianneSheet'
        'Measure-MarianneJob'
        'Export-MarianneReport'
        'Copy-MarianneJob'
        'Import-MarianneScore'
        'Test-MarianneScore'
        'Get-MarianneInstrument'
        'Test-MarianneInstrument'
        'New-MarianneScore'
        'Invoke-MarianneJob'
        'Start-MarianneJob'
        'Get-MarianneWorker'
        'Write-MarianneUsage'
        'Write-MarianneOutput'
        'Add-LearnedOutcome'
        'Get-LearnedOutcome'
        'Measure-LearnedOutcome'
        'Add-LearnedRecovery'
        'Get-LearnedRecovery'
        'Get-LearnedWaitTime'
        'Wait-LearnedRecovery'
        'Get-LearnedExecutionWindow'
        'Get-WorkspaceCluster'
        'Set-WorkspaceCluster'
        'Add-LearnedRateLimit'
        'Get-LearnedRateLimit'
        'Test-LearnedRateLimit'
        'Clear-LearnedRateLimit'
        'Get-MarianneCircuitBreaker'
        'Set-MarianneCircuitBreaker'
        'Reset-MarianneCircuitBreaker'
        'Copy-MarianneLearning'
        'Get-MarianneLimit'
        'Set-MarianneLimit'
        'Remove-MarianneLimit'
        'New-ExecutionHistory'
        'Add-ExecutionStep'
        'Set-ExecutionStep'
        'Get-ExecutionStep'
        'Complete-ExecutionHistory'
        'Measure-ExecutionHistory'
        'Export-ExecutionHistory'
        'Import-ExecutionHistory'
    )
    FunctionsToExport      = @()
    AliasesToExport        = @()
    VariablesToExport      = @()

    PrivateData            = @{
        PSData = @{
            Tags         = @(
                'Job', 'Jobs', 'Checkpoint', 'Resume', 'Durable', 'Runbook', 'Workflow', 'Automation', 'SQLite'
                'PSEdition_Core', 'Windows', 'Linux', 'MacOS'
            )
            ProjectUri   = 'https://github.com/marianne-ps/marianne'
            LicenseUri   = 'https://github.com/marianne-ps/marianne/blob/main/LICENSE'
            ReleaseNotes = 'https://github.com/marianne-ps/marianne/blob/main/CHANGELOG.md'
        }
    }
}
