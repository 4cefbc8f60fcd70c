import ui from '@nuxt/ui/vue-plugin'
import { createPinia } from 'pinia'
import { createApp } from 'vue'
import { createRouter, createWebHashHistory } from 'vue-router'
import App from './App.vue'
import './styles/main.css'

const router = createRouter({
  history: createWebHashHistory(),
  routes: [{ path: '/', component: { template: '' } }],
})
createApp(App).use(createPinia()).use(router).use(ui).mount('#app')
