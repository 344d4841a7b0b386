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
        $null = New-Item "$TestDrive/taken.db", "$TestDrive/artifacts/sheet1.txt" -Force
    }

    AfterAll {
        Disconnect-Marianne $other
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
    ) {
        $command = $_
        $errors = foreach ($whatIf in @{ WhatIf = $true }, @{ WhatIf = $false; Confirm = $false }) {
            try {
                & $command 2>&1 | Where-Object { $_ -is [Management.Automation.ErrorRecord] }
            }
            catch {
                $_
            }
        }
        $errors | Should -HaveCount 2
        $errors[0].FullyQualifiedErrorId | Should -Be $errors[1].FullyQualifiedErrorId
        "$($errors[0])" | Should -Be "$($errors[1])"
        "$TestDrive/repaired.db" | Should -Not -Exist
    }

    It 'reports it also by preference' {
        $WhatIfPreference = $true
        { Set-MarianneSheet done 2 Skipped -ErrorAction Stop } | Should -Throw -ErrorId 'SheetOutOfRange,*'
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
