import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import App from './App.vue'
import { workbenchClientKey } from './platform/client.ts'
import { connectWindow } from './platform/connect.ts'
import { createWindowRouter } from './router.ts'
import './styles/main.css'

createApp(App)
  .provide(workbenchClientKey, connectWindow())
  .use(createPinia())
  .use(createWindowRouter())
  .use(ui)
  .mount('#app')
