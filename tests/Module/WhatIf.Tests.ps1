# -WhatIf reports what the command would refuse, with the same error, and changes nothing.

BeforeAll {
    Import-Module "$PSScriptRoot/shared.psm1"
    Enter-TestSession $TestDrive
}

AfterAll {
    Exit-TestSession
}

Describe '-WhatIf' {
    BeforeAll {
        $store = Connect-Marianne "$TestDrive/store.db" -PassThru
        $other = Connect-Marianne "$TestDrive/other.db" -NoDefault
        $null = New-MarianneJob -Id done -TotalSheets 1
        Set-MarianneSheet done 1 Skipped
        Copy-MarianneJob done $other
        $null = New-MarianneJob -Id stopped -TotalSheets 1
        Stop-MarianneJob stopped
        $null = New-Item "$TestDrive/taken.db", "$TestDrive/artifacts/sheet1.txt", "$TestDrive/taken.yaml" -Force
        Set-Content "$TestDrive/text.db" 'This is not a store, but a text that is longer than the header of one. It is not a store at all, as one can see.'
        $history = New-ExecutionHistory machine
        $elsewhere = Connect-Marianne -InMemory -NoDefault
    }

    AfterAll {
        $other, $elsewhere | Disconnect-Marianne
    }

    It 'reports what is refused: <_>' -ForEach @(
        { Suspend-MarianneJob done @whatIf }
        { Resume-MarianneJob done @whatIf }
        { Stop-MarianneJob done @whatIf }
        { Suspend-MarianneJob stopped @whatIf }
        { Resume-MarianneJob stopped @whatIf }
        { Suspend-MarianneJob none @whatIf }
        { Resume-MarianneJob none @whatIf }
        { Stop-MarianneJob none @whatIf }
        { Remove-MarianneJob none @whatIf -Force }
        { Set-MarianneSheet none 1 Skipped @whatIf }
        { Set-MarianneSheet done 2 Skipped @whatIf }
        { Set-MarianneSheet done 1 Failed @whatIf }
        { Start-MarianneSheet none @whatIf }
        { Start-MarianneSheet stopped 1 @whatIf }
        { Add-MarianneExecution none 1 @whatIf }
        { Add-MarianneExecution done 2 @whatIf }
        { New-MarianneJob -Id done -TotalSheets 1 @whatIf }
        { New-MarianneJob -Id new -TotalSheets 0 @whatIf }
        { Copy-MarianneJob none $other @whatIf }
        { Copy-MarianneJob done $other @whatIf }
        { Copy-MarianneJob done $store @whatIf }
        { Repair-MarianneJob done -Workspace "$TestDrive/artifacts" -TotalSheets 1 @whatIf }
        { Approve-MarianneSheet done 1 @whatIf }
        { Deny-MarianneSheet done 1 @whatIf }
        { Repair-MarianneStore "$TestDrive/none.db" "$TestDrive/repaired.db" @whatIf }
        { Repair-MarianneStore "$TestDrive/store.db" "$TestDrive/taken.db" @whatIf }
        { Connect-Marianne "$TestDrive/none.db" -MustExist @whatIf }
        { Connect-Marianne "$TestDrive/none/" -MustExist @whatIf }
        { Connect-Marianne "$TestDrive/store.db" -LearningPath "$TestDrive/none.db" -MustExist @whatIf }
        { Connect-Marianne "$TestDrive/text.db" @whatIf }
        { Copy-MarianneLearning $store @whatIf }
        { Export-MarianneReport "$TestDrive/text.db" -Id done -NoClobber @whatIf }
        { Export-MarianneReport "$TestDrive/artifacts" -Id done @whatIf }
        { Export-MarianneReport "$TestDrive/none/report.html" -Id done @whatIf }
        { Export-MarianneReport "$TestDrive/report.html" -Id none @whatIf }
        { $history | Export-ExecutionHistory "$TestDrive/text.db" -NoClobber @whatIf }
        { $history | Export-ExecutionHistory "$TestDrive/artifacts" @whatIf }
        { $history | Export-ExecutionHistory "$TestDrive/none/history.json" @whatIf }
        { $history | Export-ExecutionHistory -JobId none @whatIf }
        { $history | Export-ExecutionHistory -JobId done -SheetNumber 2 @whatIf }
        { New-MarianneScore -Path "$TestDrive/taken.yaml" @whatIf }
        { New-MarianneScore -Path "$TestDrive/none/score.yaml" @whatIf }
    ) {
        $command = $_
        $errors = foreach ($whatIf in @{ WhatIf = $true }, @{ WhatIf = $false; Confirm = $false }) {
            try {
                & $command 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
            } catch {
                $_
            }
        }
        $errors | Should -HaveCount 2
        $errors[0].FullyQualifiedErrorId | Should -Be $errors[1].FullyQualifiedErrorId
        "$($errors[0])" | Should -Be "$($errors[1])"
        "$TestDrive/repaired.db", "$TestDrive/none.db", "$TestDrive/none", "$TestDrive/report.html" | Should -Not -Exist
    }

    It 'reports it also by preference' {
        $WhatIfPreference = $true
        { Set-MarianneSheet done 2 Skipped -ErrorAction Stop } | Should -Throw -ErrorId 'SheetOutOfRange,*'
    }

    It 'does not refuse a store or a file that would be created' {
        Connect-Marianne "$TestDrive/created.db" -WhatIf
        Connect-Marianne "$TestDrive/created/" -LearningPath "$TestDrive/created.db" -WhatIf
        Copy-MarianneLearning $elsewhere -WhatIf
        Export-MarianneReport "$TestDrive/created.html" -Id done -NoClobber -WhatIf
        $history | Export-ExecutionHistory "$TestDrive/created.json" -NoClobber -WhatIf
        $history | Export-ExecutionHistory -JobId done -SheetNumber 1 -WhatIf
        New-MarianneScore -Path "$TestDrive/created.yaml" -WhatIf
        "$TestDrive/created*" | Should -Not -Exist
        (Get-MarianneStore).Path | Should -Be $store.Path
    }

    It 'says what is not refused, and writes nothing' {
        $null = New-MarianneJob -Id open -TotalSheets 1
        Suspend-MarianneJob open -WhatIf
        Set-MarianneSheet open 1 Skipped -WhatIf
        Copy-MarianneJob open $other -WhatIf
        Copy-MarianneJob done $other -Force -WhatIf
        (Get-MarianneJob open).Status | Should -Be Pending
        Get-MarianneJob open* -Store $other | Should -BeNullOrEmpty
    }
}
